/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * The ways by which a call on a socket gets to the kernel: as a system call,
 * through io_uring, with 32 bits, or out of another thread or process.
 */
#ifndef ROUTES_H
#define ROUTES_H

#include <stdbool.h>
#include <sys/types.h>

#include "address.h"

#if NEED(routes)
enum route {
	ROUTE_SYSCALL,
	ROUTE_IO_URING,
	ROUTE_IO_URING_FIXED,
	ROUTE_IO_URING_ASYNC,
	ROUTE_IO_URING_SQPOLL,
	ROUTE_IO_URING_PERSONALITY,
	/* Made before the first step. */
	ROUTE_EARLY_IO_URING,
	ROUTE_EARLY_SQPOLL,
	ROUTE_EARLY_PERSONALITY,
	ROUTE_COMPAT,
	ROUTE_SOCKETCALL,
	ROUTE_THREAD,
	ROUTE_EARLY_THREAD,
	ROUTE_FORK,
	ROUTE_VFORK,
	ROUTE_EXEC,
	ROUTE_HIGH_BITS,
	/* Sends alone. */
	ROUTE_IO_URING_ZC,
	/* Calls of Landlock that are told of an attribute. */
	ROUTE_UNALIGNED,
	ROUTE_PAGE_END,
	ROUTE_PAGE_CROSSING,
	ROUTE_PAGE_CUT,
	ROUTE_HIGH_MEMORY,
	ROUTE_LOW_HALF,
};
#endif

#if NEED(calls)
enum call_kind {
	CALL_SOCKET,
	CALL_BIND,
	CALL_CONNECT,
	CALL_LISTEN,
	CALL_ACCEPT,
	CALL_SEND,
	CALL_SENDTO,
	CALL_SENDMSG,
	CALL_SENDMMSG,
	CALL_SPLICE,
	CALL_SENDFILE,
	CALL_SETSOCKOPT,
	CALL_GETSOCKOPT,
	/* None on a socket. */
	CALL_BY_NUMBER,
	CALL_KILL,
	CALL_TGKILL,
	CALL_PIDFD_SEND_SIGNAL,
	CALL_SIGTIMEDWAIT,
};

/* A call with all that it is given, so that it can be done elsewhere. */
struct socket_call {
	enum call_kind kind;
	/* CALL_BY_NUMBER has these alone. */
	long number;
	long arguments[5];
	/* CALL_SOCKET has a domain, a type and a protocol; others on sockets have a descriptor. */
	int fd;
	int domain;
	int type;
	int protocol;
	int backlog;
	int flags;
	bool has_address;
	struct address address;
	/* An option, what it is set to, and nothing of what it is: that is the answer. */
	int level;
	int option;
	int value;
	/* To whom a signal is sent, and which one. */
	pid_t pid;
	pid_t tid;
	int signal;
};
#endif

#define BACKLOG 16

#if !ALONE
/* Does the call by the route that was begun; returns a value from 0 on, or -errno. */
int do_call(const struct socket_call *call);
#endif

#if NEED(routes)
/* Does the call as a system call of this thread. */
int do_syscall(const struct socket_call *call);
#endif

#if !ALONE
void begin_route(enum route route);
int end_route(int answer);
#endif

/* Takes a step by another route than that of a system call. */
#define BY(route, step) end_route((begin_route(ROUTE_##route), (step)))

/* Makes what an early route needs. */
#define MAKE(route) make_early(ROUTE_##route)
#if !ALONE
void make_early(enum route route);

/* Forgets what a test left behind. */
void reset_routes(void);

/* Does a call that another process sent, which waits for the answer: the end of ROUTE_EXEC. */
int answer_call(const char *descriptor);
#endif

#endif
