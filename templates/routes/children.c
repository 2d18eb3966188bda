// SPDX-License-Identifier: GPL-2.0 OR MIT

#define _GNU_SOURCE
#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <stdalign.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "children.h"

#if NEED(ROUTE_VFORK) || NEED(ROUTE_EXEC)
static alignas(16) char child_stack[64 * 1024];
#endif

#if NEED(children)
/* An answer, and room for a descriptor beside it. */
struct parcel {
	int answer;
	struct iovec data;
	alignas(struct cmsghdr) char control[CMSG_SPACE(sizeof(int))];
	struct msghdr message;
};

static void wrap(struct parcel *const parcel)
{
	parcel->data = (struct iovec){
		.iov_base = &parcel->answer,
		.iov_len = sizeof(parcel->answer),
	};
	parcel->message = (struct msghdr){
		.msg_iov = &parcel->data,
		.msg_iovlen = 1,
		.msg_control = parcel->control,
		.msg_controllen = sizeof(parcel->control),
	};
}

static bool makes_socket(const struct socket_call *const call)
{
	return call->kind == CALL_SOCKET || call->kind == CALL_ACCEPT;
}

static void put_descriptor(struct parcel *const parcel, const int fd)
{
	struct cmsghdr *const header = CMSG_FIRSTHDR(&parcel->message);

	header->cmsg_level = SOL_SOCKET;
	header->cmsg_type = SCM_RIGHTS;
	header->cmsg_len = CMSG_LEN(sizeof(fd));
	memcpy(CMSG_DATA(header), &fd, sizeof(fd));
}

/* Does the call and sends what it gave. */
static int answer_to(const int channel, const struct socket_call *const call)
{
	struct parcel parcel = {
		.answer = do_syscall(call),
	};

	wrap(&parcel);
	if (makes_socket(call) && parcel.answer >= 0)
		put_descriptor(&parcel, parcel.answer);
	else
		parcel.message.msg_controllen = 0;
	return sendmsg(channel, &parcel.message, MSG_NOSIGNAL) < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}

/* What the child's call gave; of a socket, the descriptor that it has here. */
static int receive_answer(const int channel)
{
	struct parcel parcel;
	const struct cmsghdr *header;
	int fd;

	wrap(&parcel);
	if (recvmsg(channel, &parcel.message, 0) != sizeof(parcel.answer))
		return -EPROTO;
	header = CMSG_FIRSTHDR(&parcel.message);
	if (!header)
		return parcel.answer;
	memcpy(&fd, CMSG_DATA(header), sizeof(fd));
	return fd;
}

static void die_with_parent(void)
{
	prctl(PR_SET_PDEATHSIG, SIGKILL);
}

struct child_call {
	const struct socket_call *call;
	/* The end of the child, and that of the one who waits. */
	int channel;
	int own_end;
};
#endif

#if NEED(ROUTE_FORK) || NEED(ROUTE_VFORK)
static int run_child_call(void *const child_call)
{
	const struct child_call *const given = child_call;

	die_with_parent();
	_exit(answer_to(given->channel, given->call));
}
#endif

#if NEED(ROUTE_FORK) || NEED(race_tsync_tsync)
pid_t fork_plainly(void)
{
#ifdef __s390x__
	return syscall(SYS_clone, NULL, SIGCHLD, NULL, NULL, 0);
#else
	return syscall(SYS_clone, SIGCHLD, NULL, NULL, NULL, 0);
#endif
}
#endif

#if NEED(ROUTE_FORK)
static pid_t start_by_fork(const struct child_call *const child_call)
{
	const pid_t child = fork_plainly();

	if (child == 0)
		run_child_call((void *)child_call);
	return child;
}
#endif

#if NEED(ROUTE_VFORK) || NEED(ROUTE_EXEC)
/* The child runs in the memory of the one who waits for its end or its execve(2). */
static pid_t start_beside(int (*const run)(void *), const struct child_call *const child_call)
{
	const int flags = CLONE_VM | CLONE_VFORK | SIGCHLD;

	return clone(run, child_stack + sizeof(child_stack), flags, (void *)child_call);
}
#endif

#if NEED(ROUTE_VFORK)
static pid_t start_by_vfork(const struct child_call *const child_call)
{
	return start_beside(run_child_call, child_call);
}
#endif

#if NEED(ROUTE_EXEC)
static int become_caller(void *const child_call)
{
	const struct child_call *const given = child_call;
	char channel[16];
	char *const arguments[] = { "caller", "--call", channel, NULL };

	die_with_parent();
	snprintf(channel, sizeof(channel), "%d", given->channel);
	execv("/proc/self/exe", arguments);
	_exit(EXIT_FAILURE);
}

static pid_t start_by_exec(const struct child_call *const child_call)
{
	/* The child forgets the call, and is sent it for that. */
	if (write(child_call->own_end, child_call->call, sizeof(*child_call->call)) < 0)
		return -1;
	return start_beside(become_caller, child_call);
}
#endif

#if NEED(children)
/* Lets a child do the call. */
static int call_in(pid_t (*const start)(const struct child_call *),
		   const struct socket_call *const call)
{
	struct child_call child_call = {
		.call = call,
	};
	int pair[2], answer;
	pid_t child;

	if (socketpair(AF_UNIX, SOCK_STREAM, 0, pair))
		return -errno;
	child_call.channel = pair[1];
	child_call.own_end = pair[0];
	child = start(&child_call);
	answer = child < 0 ? -errno : 0;
	close(pair[1]);
	if (child > 0) {
		answer = receive_answer(pair[0]);
		waitpid(child, NULL, 0);
	}
	close(pair[0]);
	return answer;
}
#endif

#if NEED(ROUTE_FORK)
int call_in_fork(const struct socket_call *const call)
{
	return call_in(start_by_fork, call);
}
#endif

#if NEED(ROUTE_VFORK)
int call_in_vfork(const struct socket_call *const call)
{
	return call_in(start_by_vfork, call);
}
#endif

#if NEED(ROUTE_EXEC)
int call_after_exec(const struct socket_call *const call)
{
	return call_in(start_by_exec, call);
}

int answer_call(const char *const descriptor)
{
	const int channel = atoi(descriptor);
	struct socket_call call;

	if (read(channel, &call, sizeof(call)) != sizeof(call))
		return EXIT_FAILURE;
	return answer_to(channel, &call);
}
#endif
