// SPDX-License-Identifier: GPL-2.0 OR MIT

#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <stdalign.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "actors.h"
#include "stacks.h"
#include "watch.h"

#define STACK_SIZE (64 * 1024)
#define LOOKS_A_SECOND 4
#define LOOKS_A_SIGN (5 * LOOKS_A_SECOND)

/* What a program says that takes its time: whoever hears nothing takes the guest for dead. */
static const char sign[] = "# goes on\n";

/* What changes as a program goes on. */
struct sight {
	uint32_t turn;
	uint32_t renewals;
	uint32_t programs;
};

static alignas(16) char stack[STACK_SIZE];
static pid_t watcher;
static unsigned int patience;
static bool says_signs;
/* Odd while a program runs. */
static uint32_t programs;

static struct sight look(void)
{
	return (struct sight){
		.turn = __atomic_load_n(&stage.turn, __ATOMIC_ACQUIRE),
		.renewals = __atomic_load_n(&stage.renewals, __ATOMIC_ACQUIRE),
		.programs = __atomic_load_n(&programs, __ATOMIC_ACQUIRE),
	};
}

static bool is_same(const struct sight one, const struct sight other)
{
	return one.turn == other.turn && one.renewals == other.renewals &&
	       one.programs == other.programs;
}

static bool is_running(const struct sight sight)
{
	return sight.programs % 2;
}

/* What stands in the stat of a process behind its name. */
struct relation {
	int parent;
	int exit_signal;
};

static struct relation relation_of(const char *const pid)
{
	struct relation found = {};
	char path[64], text[1024];
	const char *rest;
	FILE *file;

	snprintf(path, sizeof(path), "/proc/%s/stat", pid);
	file = fopen(path, "re");
	if (!file)
		return found;
	rest = fgets(text, sizeof(text), file) ? strrchr(text, ')') : NULL;
	fclose(file);
	if (rest)
		sscanf(rest,
		       ") %*c %d %*d %*d %*d %*d %*u %*u %*u %*u %*u %*u %*u %*d %*d %*d %*d %*d"
		       " %*d %*u %*u %*d %*u %*u %*u %*u %*u %*u %*u %*u %*u %*u %*u %*u %*u %d",
		       &found.parent, &found.exit_signal);
	return found;
}

/* By the signal of an alarm, which tells a hang from a crash. */
static void end_actors(void)
{
	for (int actor = 0; actor < MAX_ACTORS; actor++)
		if (stage.pids[actor])
			kill(stage.pids[actor], SIGALRM);
}

/*
 * The parent of a process that a program left behind is the harness, once its actors are
 * gone: as long as they are there, a dead-lock of theirs may stop whoever looks at them.
 */
static void end_others(const uint32_t program)
{
	DIR *const processes = opendir("/proc");
	const pid_t harness = getppid();
	const struct dirent *process;

	if (!processes)
		return;
	while ((process = readdir(processes)) && look().programs == program) {
		const struct relation relation = relation_of(process->d_name);

		/* Those that only serve the harness end without a signal to it. */
		if (relation.parent == harness && relation.exit_signal == SIGCHLD)
			kill(atoi(process->d_name), SIGALRM);
	}
	closedir(processes);
}

/* Between lines: what was printed before the program began is written. */
static void say_sign(void)
{
	if (write(STDOUT_FILENO, sign, sizeof(sign) - 1) < 0)
		end_actors();
}

/* First where it is, then its actors, and at the next look whoever is left. */
static void end_program(const struct sight now, const unsigned int looks)
{
	if (looks > 0) {
		end_others(now.programs);
		return;
	}
	print_stacks();
	end_actors();
}

static int watch(void *const unused)
{
	struct sight last = look();
	unsigned int same = 0, looks = 0;

	(void)unused;
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	for (;;) {
		struct sight now;

		usleep(1000000 / LOOKS_A_SECOND);
		now = look();
		same = is_running(now) && is_same(now, last) ? same + 1 : 0;
		looks = is_running(now) && now.programs == last.programs ? looks + 1 : 0;
		last = now;
		if (same >= patience * LOOKS_A_SECOND)
			end_program(now, same - patience * LOOKS_A_SECOND);
		else if (says_signs && looks > 0 && looks % LOOKS_A_SIGN == 0)
			say_sign();
	}
	return 0;
}

int start_watching(const unsigned int seconds, const bool signs)
{
	patience = seconds;
	says_signs = signs;
	/* Without a signal for its end, it is none of those that a test is waited for. */
	watcher = clone(watch, stack + sizeof(stack), CLONE_VM, NULL);
	return watcher < 0 ? -errno : 0;
}

static void count_up(void)
{
	__atomic_add_fetch(&programs, 1, __ATOMIC_RELEASE);
}

void begin_watch(void)
{
	count_up();
}

void end_watch(void)
{
	count_up();
}

void stop_watching(void)
{
	kill(watcher, SIGKILL);
	waitpid(watcher, NULL, __WALL);
}
