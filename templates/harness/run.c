// SPDX-License-Identifier: GPL-2.0 OR MIT

#define _GNU_SOURCE
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "directory.h"
#include "listener.h"
#include "routes.h"
#include "run.h"
#include "watch.h"

enum end end_of(const int status)
{
	if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
		return DONE;
	return WIFSIGNALED(status) && WTERMSIG(status) == SIGALRM ? HANG : CRASH;
}

void print_end(const int status, const unsigned int timeout, const int lost_logs)
{
	if (end_of(status) == HANG)
		printf(" # hang after %u s", timeout);
	else if (WIFSIGNALED(status))
		printf(" # crash, killed by signal %d", WTERMSIG(status));
	else if (end_of(status) == CRASH)
		printf(" # crash, exited with %d", WEXITSTATUS(status));
	else if (lost_logs)
		printf(" # %s were lost", name_of_logs(lost_logs));
	printf("\n");
}

static int worse_of(const int one, const int other)
{
	return end_of(other) > end_of(one) ? other : one;
}

/* The others would wait for the turn of one who is gone. */
static void kill_other_actors(void)
{
	for (int actor = 1; actor < MAX_ACTORS; actor++)
		if (stage.pids[actor])
			kill(stage.pids[actor], SIGKILL);
}

/* Waits until no process of the test is left; returns the status that tells the most. */
static int wait_for_all(const pid_t actor_0)
{
	int worst, status;
	pid_t ended;

	waitpid(actor_0, &worst, 0);
	/* Whoever ended before is the cause; whoever waits for it is not. */
	while ((ended = waitpid(-1, &status, WNOHANG)) > 0)
		worst = worse_of(worst, status);
	if (ended < 0)
		return worst;
	if (end_of(worst) == DONE) {
		while (waitpid(-1, &status, 0) > 0)
			worst = worse_of(worst, status);
		return worst;
	}
	kill_other_actors();
	while (waitpid(-1, &status, 0) > 0)
		;
	return worst;
}

static void give_up(const char *const what, const int err)
{
	printf("Bail out! No %s for a test: %s.\n", what, strerror(err));
	exit(EXIT_FAILURE);
}

static void prepare(const struct test *const test)
{
	int made;

	reset_routes();
	use_ports_of(test->number);
	if (!test->needs_directory)
		return;
	made = make_directory();
	if (made < 0)
		give_up("directory", -made);
}

int run_test(struct test *const test)
{
	int status;
	pid_t pid;

	prepare(test);
	begin_watch();
	pid = start_actors(test->run);
	if (pid < 0)
		give_up("process", errno);
	status = wait_for_all(pid);
	end_watch();
	remove_directory();
	return status;
}
