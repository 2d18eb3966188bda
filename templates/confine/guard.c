// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Processes that end with the one that they descend from. There are three: the
 * one that was started and leads its group, a guard outside of the group, since
 * whoever ends that must not end the guard before its work, and the one that is
 * guarded, in the group again.
 */

#define _GNU_SOURCE
#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "confine.h"

#define MILLISECOND 1000

/* The parent of a process, 0 if it is gone. */
static pid_t parent_of(const char *const pid)
{
	char path[32], text[512];
	const char *name_end;
	ssize_t length;
	pid_t parent;
	int fd;

	snprintf(path, sizeof(path), "/proc/%.16s/stat", pid);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return 0;
	length = read(fd, text, sizeof(text) - 1);
	close(fd);
	text[length < 0 ? 0 : length] = '\0';
	/* A name may hold anything, so that what follows counts from its end. */
	name_end = strrchr(text, ')');
	return name_end && sscanf(name_end, ") %*c %d", &parent) == 1 ? parent : 0;
}

/* Where /proc counts as another PID namespace does, its numbers say nothing here. */
static bool is_proc_ours(void)
{
	char self[16] = "";

	return readlink("/proc/self", self, sizeof(self) - 1) > 0 && atoi(self) == getpid();
}

static void kill_children(void)
{
	const pid_t self = getpid();
	DIR *const processes = opendir("/proc");

	if (!processes)
		return;
	for (const struct dirent *entry; (entry = readdir(processes));) {
		if (isdigit(entry->d_name[0]) && parent_of(entry->d_name) == self)
			kill(atoi(entry->d_name), SIGKILL);
	}
	closedir(processes);
}

/* Each becomes a child of ours when its parent ends, so that in the end all are. */
static void end_descendants(void)
{
	for (;;) {
		pid_t ended;

		if (is_proc_ours())
			kill_children();
		while ((ended = waitpid(-1, NULL, WNOHANG)) > 0)
			;
		if (ended < 0 || !is_proc_ours())
			return;
		usleep(MILLISECOND);
	}
}

__attribute__((noreturn)) static void die_by(const int signal_number)
{
	sigset_t one;

	signal(signal_number, SIG_DFL);
	sigemptyset(&one);
	sigaddset(&one, signal_number);
	raise(signal_number);
	sigprocmask(SIG_UNBLOCK, &one, NULL);
	exit(EXIT_OF_OURS);
}

__attribute__((noreturn)) static void end_as(const int status)
{
	if (WIFSIGNALED(status))
		die_by(WTERMSIG(status));
	exit(WEXITSTATUS(status));
}

/* Reaps what ended; whether the child was among it. */
static bool reap(const pid_t child, int *const status)
{
	int one;

	for (pid_t ended; (ended = waitpid(-1, &one, WNOHANG)) > 0;) {
		if (ended != child)
			continue;
		*status = one;
		return true;
	}
	return false;
}

/* Waits until the child has ended, and returns 0, or until a signal tells to end, and returns that. */
static int await(const pid_t child, int *const status)
{
	static const int signals[] = { SIGCHLD, SIGTERM, SIGINT, SIGHUP, SIGQUIT };
	sigset_t awaited;

	sigemptyset(&awaited);
	for (size_t at = 0; at < sizeof(signals) / sizeof(*signals); at++)
		sigaddset(&awaited, signals[at]);
	for (;;) {
		const int got = sigwaitinfo(&awaited, NULL);

		if (got == SIGCHLD && reap(child, status))
			return 0;
		if (got > 0 && got != SIGCHLD)
			return got;
	}
}

/* Ends as the child does, but for a signal, by which all end. */
__attribute__((noreturn)) static void guard(const pid_t child)
{
	int status;
	const int told = await(child, &status);

	if (told)
		kill(child, SIGKILL);
	end_descendants();
	if (told)
		die_by(told);
	end_as(status);
}

/* Passes on what tells to end, and then ends as the guard does. */
__attribute__((noreturn)) static void lead(const pid_t guardian)
{
	int status;

	for (int told; (told = await(guardian, &status));)
		kill(guardian, told);
	end_as(status);
}

static pid_t fork_or_fail(void)
{
	const pid_t child = fork();

	if (child < 0)
		fail("fork");
	return child;
}

void fork_guarded(void)
{
	const pid_t leader = getpid();
	sigset_t all, before;
	pid_t guardian, child;

	/* From here on a signal waits until somebody looks for it. */
	sigfillset(&all);
	sigprocmask(SIG_BLOCK, &all, &before);
	guardian = fork_or_fail();
	if (guardian) {
		close_from(STDIN_FILENO);
		lead(guardian);
	}
	guardian = getpid();
	die_with(leader, SIGTERM);
	/* Who loses its parent becomes a child of the guard. */
	if (prctl(PR_SET_CHILD_SUBREAPER, 1))
		fail("PR_SET_CHILD_SUBREAPER");
	child = fork_or_fail();
	if (child) {
		setpgid(0, 0);
		close_from(STDIN_FILENO);
		guard(child);
	}
	die_with(guardian, SIGKILL);
	sigprocmask(SIG_SETMASK, &before, NULL);
}
