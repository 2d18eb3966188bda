// SPDX-License-Identifier: GPL-2.0 OR MIT

#define _GNU_SOURCE
#include <errno.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "actors.h"
#include "children.h"
#include "race.h"
#include "races.h"
#include "sandbox.h"

/* LANDLOCK_MAX_NUM_LAYERS of security/landlock/limits.h. */
#define MAX_LAYERS 16

#if NEED(race_tsync_tsync)
static long enforce_for_all(void)
{
	return call(__NR_landlock_restrict_self, race.ruleset, LANDLOCK_RESTRICT_SELF_TSYNC, 0, 0,
		    0, 0);
}

static void enforce_too(const int try)
{
	const long caller = call(SYS_getpid, 0, 0, 0, 0, 0, 0);

	if (try % 2)
		call(SYS_tgkill, caller, caller, SIGUSR1, 0, 0, 0);
	race.verdicts[0] = enforce_for_all();
}

static int enforce_in_tries(void *const unused)
{
	(void)unused;
	return act_in_tries(enforce_too);
}

static void take_signal(const int signal)
{
	(void)signal;
}

enum synced {
	NOT_FOR_ALL,
	LAYER_LOST,
	FOR_ALL,
};

/* Both together make as many layers as there may be, so that none can be lost. */
static enum synced fill_domain(void)
{
	const struct sigaction action = {
		.sa_handler = take_signal,
	};
	int try;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	sigaction(SIGUSR1, &action, NULL);
	if (begin_race(enforce_in_tries))
		return NOT_FOR_ALL;
	for (try = 0; try < MAX_LAYERS / 2; try++) {
		long own;

		begin_try(try);
		own = enforce_for_all();
		end_try(try);
		if (own || race.verdicts[0])
			return NOT_FOR_ALL;
	}
	begin_try(try);
	end_try(try);
	return race.verdicts[0] == -E2BIG && enforce_for_all() == -E2BIG ? FOR_ALL : LAYER_LOST;
}

static enum synced fill_in_child(void)
{
	const pid_t child = fork_plainly();
	int status = 0;

	if (child == 0)
		_exit(fill_domain());
	if (child < 0 || waitpid(child, &status, 0) != child || !WIFEXITED(status))
		return NOT_FOR_ALL;
	return WEXITSTATUS(status);
}

int race_tsync_tsync(const int tries)
{
	static const char *const names[KINDS] = { "not for all", "a layer lost", "for all" };
	const struct landlock_ruleset_attr attr = {
		.handled_access_net = LANDLOCK_ACCESS_NET_BIND_TCP,
	};
	enum synced synced = FOR_ALL;
	int try;

	begin_counting();
	race.ruleset = create_ruleset(&attr, sizeof(attr), 0);
	for (try = 0; try < tries; try++) {
		if (try % (MAX_LAYERS / 2) == 0) {
			renew_patience();
			synced = fill_in_child();
		}
		if (!count(try, synced, FOR_ALL))
			break;
	}
	close(race.ruleset);
	print_counts(names);
	return try;
}
#endif
