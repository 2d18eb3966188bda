// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Stands in the place of the suite in a guest that watches: runs each test of a
 * folder, and tells which calls it and its children make, each on a line:
 *
 *	@ <pid> <call> <began> <ended> <result> <six arguments> <bytes of an argument>
 *	@ <pid> child <began> <pid> <event of ptrace(2)>
 *	@ <pid> exit <began>
 *
 * When a call began and ended is told by the stops that had been seen then: who
 * waited may be told before whoever made it go on. What the programs themselves
 * print is told as the bytes of write(2). With --unwatched 1 they only run, and
 * print what they print.
 */

#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "watched_call.h"

#define FOLDER "/upstream"
#define MAX_PROCESSES 64

static struct process processes[MAX_PROCESSES];
static unsigned long long stops;

static struct process *process_of(const pid_t pid)
{
	struct process *vacant = NULL;

	for (int i = 0; i < MAX_PROCESSES; i++) {
		if (processes[i].pid == pid)
			return &processes[i];
		if (!processes[i].pid && !vacant)
			vacant = &processes[i];
	}
	if (!vacant) {
		fputs("# trace: too many processes\n", stdout);
		exit(EXIT_FAILURE);
	}
	*vacant = (struct process){ .pid = pid };
	return vacant;
}

/*
 * Whoever looks for a child that has ended must find it, so its end has to be
 * heard of here before.
 */
static void hear_of_ends(void);

static void note_call(const pid_t pid)
{
	struct process *const process = process_of(pid);
	struct __ptrace_syscall_info info;

	if (ptrace(PTRACE_GET_SYSCALL_INFO, pid, sizeof(info), &info) <= 0)
		return;
	if (info.op == PTRACE_SYSCALL_INFO_ENTRY) {
		process->is_within = true;
		process->began = stops;
		process->number = info.entry.nr;
		process->size = 0;
		for (int i = 0; i < 6; i++)
			process->args[i] = info.entry.args[i];
		take_what_is_passed(process);
		if (info.entry.nr == SYS_wait4)
			hear_of_ends();
	} else if (info.op == PTRACE_SYSCALL_INFO_EXIT && process->is_within) {
		process->is_within = false;
		take_what_is_given(process);
		tell_call(process, stops, info.exit.rval);
	}
}

static void note_event(const pid_t pid, const int event)
{
	unsigned long child;

	if (ptrace(PTRACE_GETEVENTMSG, pid, NULL, &child))
		return;
	if (event == PTRACE_EVENT_EXIT)
		printf("@ %d exit %llu\n", pid, stops);
	if (event == PTRACE_EVENT_FORK || event == PTRACE_EVENT_VFORK ||
	    event == PTRACE_EVENT_CLONE)
		printf("@ %d child %llu %lu %d\n", pid, process_of(pid)->began, child,
		       event);
}

/* Lets it go on from a stop, with the signal that it was to get. */
static void go_on(const pid_t pid, const int status)
{
	const int event = status >> 16, signal = WSTOPSIG(status);

	if (signal == (SIGTRAP | 0x80))
		note_call(pid);
	else if (event == PTRACE_EVENT_STOP && signal != SIGTRAP)
		ptrace(PTRACE_LISTEN, pid, NULL, NULL);
	else if (event)
		note_event(pid, event);
	if (event != PTRACE_EVENT_STOP || signal == SIGTRAP)
		ptrace(PTRACE_SYSCALL, pid, NULL,
		       event || signal == (SIGTRAP | 0x80) ? 0L : (long)signal);
}

static void note(const pid_t pid, const int status)
{
	if (WIFSTOPPED(status)) {
		stops++;
		go_on(pid, status);
	} else {
		process_of(pid)->pid = 0;
	}
}

static void hear_of_ends(void)
{
	int status;
	pid_t pid;

	while ((pid = waitpid(-1, &status, __WALL | WNOHANG)) > 0)
		note(pid, status);
}

static void watch(void)
{
	int status;
	pid_t pid;

	while ((pid = waitpid(-1, &status, __WALL)) > 0)
		note(pid, status);
}

static void become(const char *const name)
{
	char path[512];

	snprintf(path, sizeof(path), "./%s", name);
	dup2(open("/dev/null", O_RDONLY), STDIN_FILENO);
	execl(path, name, NULL);
	_exit(127);
}

static void become_watched(const char *const name, const int ready)
{
	char go;

	dup2(open("/dev/null", O_WRONLY), STDOUT_FILENO);
	if (read(ready, &go, 1) == 1)
		become(name);
	_exit(127);
}

static void run(const char *const name)
{
	pid_t child;

	printf("# trace %s\n", name);
	fflush(stdout);
	child = fork();
	if (child == 0)
		become(name);
	waitpid(child, NULL, 0);
}

/* Others are there to be executed by one. */
static bool is_test(const char *const name)
{
	static const char end[] = "_test";
	const size_t length = strlen(name);

	return length >= sizeof(end) && !strcmp(name + length + 1 - sizeof(end), end);
}

static void trace(const char *const name)
{
	const long options = PTRACE_O_TRACESYSGOOD | PTRACE_O_TRACEFORK | PTRACE_O_TRACEVFORK |
			     PTRACE_O_TRACECLONE | PTRACE_O_TRACEEXEC | PTRACE_O_TRACEEXIT |
			     PTRACE_O_EXITKILL;
	int ready[2];
	pid_t child;

	printf("# trace %s\n", name);
	fflush(stdout);
	if (pipe2(ready, O_CLOEXEC))
		return;
	child = fork();
	if (child == 0)
		become_watched(name, ready[0]);
	if (ptrace(PTRACE_SEIZE, child, NULL, options))
		printf("# trace: ptrace: %s\n", strerrorname_np(errno));
	if (write(ready[1], "!", 1) != 1)
		printf("# trace: write: %s\n", strerrorname_np(errno));
	close(ready[0]);
	close(ready[1]);
	watch();
	fflush(stdout);
}

int main(const int argc, char *const argv[])
{
	const bool is_watched = argc < 3 || strcmp(argv[1], "--unwatched");
	struct dirent **names;
	int count;

	if (chdir(FOLDER)) {
		perror("# trace");
		return EXIT_FAILURE;
	}
	count = scandir(".", &names, NULL, alphasort);
	for (int i = 0; i < count; i++)
		if (is_test(names[i]->d_name))
			(is_watched ? trace : run)(names[i]->d_name);
	puts("# trace end");
	return EXIT_SUCCESS;
}
