// SPDX-License-Identifier: GPL-2.0 OR MIT
/* Which calls are told, and what of the memory of who makes them is told along. */

#define _GNU_SOURCE
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/uio.h>

#include "watched_call.h"

#define MAX_TEXT 256

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

static bool read_at(const pid_t pid, void *const to, const unsigned long long from,
		    const size_t size)
{
	const struct iovec here = { to, size }, there = { (void *)(uintptr_t)from, size };

	return process_vm_readv(pid, &here, 1, &there, 1, 0) == (ssize_t)size;
}

static void take(struct process *const process, const unsigned long long from, size_t size)
{
	if (size > MAX_BYTES)
		size = MAX_BYTES;
	if (from && read_at(process->pid, process->bytes, from, size))
		process->size = size;
}

/* The one descriptor that a message carries, or -1. */
static int descriptor_in(const pid_t pid, const struct msghdr *const message)
{
	union {
		char bytes[CMSG_SPACE(sizeof(int))];
		struct cmsghdr head;
	} control;
	int fd = -1;

	if (message->msg_controllen < CMSG_LEN(sizeof(int)) ||
	    message->msg_controllen > sizeof(control) ||
	    !read_at(pid, &control, (uintptr_t)message->msg_control,
		     message->msg_controllen))
		return -1;
	if (control.head.cmsg_level == SOL_SOCKET && control.head.cmsg_type == SCM_RIGHTS &&
	    control.head.cmsg_len == CMSG_LEN(sizeof(int)))
		memcpy(&fd, CMSG_DATA(&control.head), sizeof(fd));
	return fd;
}

/*
 * Of a message the name that it goes to; its bytes and its buffers are counted in
 * the arguments, where the descriptor that it carries stands instead of itself.
 */
static void take_message(struct process *const process)
{
	struct msghdr message;
	struct iovec buffer;
	unsigned long long sum = 0;

	if (!read_at(process->pid, &message, process->args[1], sizeof(message)))
		return;
	for (size_t i = 0; i < message.msg_iovlen; i++)
		if (read_at(process->pid, &buffer,
			    (uintptr_t)(message.msg_iov + i), sizeof(buffer)))
			sum += buffer.iov_len;
	take(process, (uintptr_t)message.msg_name, message.msg_namelen);
	process->args[3] = sum;
	process->args[4] = message.msg_iovlen;
	process->args[5] = message.msg_controllen;
	process->args[1] = descriptor_in(process->pid, &message);
}

void take_what_is_passed(struct process *const process)
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

/* The same of a message that was received. */
static void take_received(struct process *const process)
{
	struct msghdr message;

	if (!read_at(process->pid, &message, process->args[1], sizeof(message)))
		return;
	process->args[4] = message.msg_iovlen;
	process->args[5] = message.msg_controllen;
	process->args[1] = descriptor_in(process->pid, &message);
}

void take_what_is_given(struct process *const process)
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
	case SYS_recvmsg:
		take_received(process);
		break;
	}
}

void tell_call(const struct process *const process, const unsigned long long ended,
	       const long long result)
{
	const char *const name = name_of(process->number);

	if (!name)
		return;
	printf("@ %d %s %llu %llu %lld", process->pid, name, process->began, ended,
	       result);
	for (int i = 0; i < 6; i++)
		printf(" %llx", process->args[i]);
	putchar(' ');
	for (unsigned int i = 0; i < process->size; i++)
		printf("%02x", process->bytes[i]);
	putchar('\n');
}
