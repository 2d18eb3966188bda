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
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

#define FOLDER "/upstream"
#define MAX_PROCESSES 64
#define MAX_BYTES 8192
#define MAX_TEXT 256

/* A process that is within a call, and the bytes that it passed to it. */
struct process {
	pid_t pid;
	bool is_within;
	unsigned long long began;
	unsigned long long number;
	unsigned long long args[6];
	unsigned char bytes[MAX_BYTES];
	unsigned int size;
};

static struct process processes[MAX_PROCESSES];
static unsigned long long stops;

struct call {
	unsigned long long number;
	const char *name;
};

#define CALL(name) { SYS_##name, #name }

/* What is told: all that makes, uses or ends what the model speaks of. */
static const struct call calls[] = {
	CALL(socket),
	CALL(socketpair),
	CALL(bind),
	CALL(connect),
	CALL(listen),
#ifdef SYS_accept
	CALL(accept),
#endif
	CALL(accept4),
	CALL(sendto),
	CALL(sendmsg),
	CALL(sendmmsg),
	CALL(recvfrom),
	CALL(recvmsg),
	CALL(recvmmsg),
	CALL(shutdown),
	CALL(getsockname),
	CALL(getpeername),
	CALL(setsockopt),
	CALL(getsockopt),
	CALL(read),
	CALL(write),
	CALL(close),
	CALL(close_range),
	CALL(dup),
#ifdef SYS_dup2
	CALL(dup2),
#endif
	CALL(dup3),
	CALL(fcntl),
	CALL(pidfd_getfd),
	CALL(kill),
	CALL(tgkill),
	CALL(pidfd_send_signal),
	CALL(prctl),
	CALL(ptrace),
	CALL(capset),
	CALL(unshare),
	CALL(setns),
	CALL(execve),
	CALL(landlock_create_ruleset),
	CALL(landlock_add_rule),
	CALL(landlock_restrict_self),
};

static const char *name_of(const unsigned long long number)
{
	for (size_t i = 0; i < sizeof(calls) / sizeof(*calls); i++)
		if (calls[i].number == number)
			return calls[i].name;
	return NULL;
}

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

static bool read_at(const pid_t pid, void *const to, const unsigned long long from,
		    const size_t size)
{
	const struct iovec here = { to, size }, there = { (void *)from, size };

	return process_vm_readv(pid, &here, 1, &there, 1, 0) == (ssize_t)size;
}

static void take(struct process *const process, const unsigned long long from, size_t size)
{
	if (size > MAX_BYTES)
		size = MAX_BYTES;
	if (from && read_at(process->pid, process->bytes, from, size))
		process->size = size;
}

/* Of a message the name that it goes to; its bytes and its buffers are counted in the arguments. */
static void take_message(struct process *const process)
{
	struct msghdr message;
	struct iovec buffer;
	unsigned long long sum = 0;

	if (!read_at(process->pid, &message, process->args[1], sizeof(message)))
		return;
	for (size_t i = 0; i < message.msg_iovlen; i++)
		if (read_at(process->pid, &buffer,
			    (unsigned long long)(message.msg_iov + i), sizeof(buffer)))
			sum += buffer.iov_len;
	take(process, (unsigned long long)message.msg_name, message.msg_namelen);
	process->args[3] = sum;
	process->args[4] = message.msg_iovlen;
	process->args[5] = message.msg_controllen;
}

static void take_what_is_passed(struct process *const process)
{
	const unsigned long long *const args = process->args;

	switch (process->number) {
	case SYS_bind:
	case SYS_connect:
		take(process, args[1], args[2]);
		break;
	case SYS_sendto:
		take(process, args[4], args[5]);
		break;
	case SYS_sendmsg:
		take_message(process);
		break;
	case SYS_setsockopt:
		take(process, args[3], args[4]);
		break;
	case SYS_capset:
		take(process, args[1], 24);
		break;
	case SYS_write:
		take(process, args[1], args[2] < MAX_TEXT ? args[2] : MAX_TEXT);
		break;
	case SYS_landlock_create_ruleset:
		take(process, args[0], args[1]);
		break;
	case SYS_landlock_add_rule:
		take(process, args[2], 16);
		break;
	}
}

static void take_what_is_given(struct process *const process)
{
	const unsigned long long *const args = process->args;
	unsigned int size = 0;

	switch (process->number) {
	case SYS_getsockname:
	case SYS_getpeername:
		if (read_at(process->pid, &size, args[2], sizeof(size)))
			take(process, args[1], size);
		break;
	case SYS_getsockopt:
		take(process, args[3], sizeof(int));
		break;
	case SYS_socketpair:
		take(process, args[3], 2 * sizeof(int));
		break;
	}
}

static void tell(const struct process *const process, const long long result)
{
	const char *const name = name_of(process->number);

	if (!name)
		return;
	printf("@ %d %s %llu %llu %lld", process->pid, name, process->began, stops, result);
	for (int i = 0; i < 6; i++)
		printf(" %llx", process->args[i]);
	putchar(' ');
	for (unsigned int i = 0; i < process->size; i++)
		printf("%02x", process->bytes[i]);
	putchar('\n');
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
		tell(process, info.exit.rval);
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
