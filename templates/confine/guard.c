// SPDX-License-Identifier: GPL-2.0 OR MIT
/* Processes that end with the one that they descend from. */

#define _GNU_SOURCE
#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
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
	DIR *const processes = is_proc_ours() ? opendir("/proc") : NULL;

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

		kill_children();
		while ((ended = waitpid(-1, NULL, WNOHANG)) > 0)
			;
		if (ended < 0)
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

void guard(const pid_t child)
{
	sigset_t awaited;

	sigemptyset(&awaited);
	for (const int *one = (const int[]){ SIGCHLD, SIGTERM, SIGINT, SIGHUP, SIGQUIT, 0 }; *one; one++)
		sigaddset(&awaited, *one);
	for (;;) {
		const int got = sigwaitinfo(&awaited, NULL);
		int status;

		if (got == SIGCHLD && reap(child, &status)) {
			end_descendants();
			end_as(status);
		}
		if (got > 0 && got != SIGCHLD) {
			kill(child, SIGKILL);
			end_descendants();
			die_by(got);
		}
	}
}
