// SPDX-License-Identifier: GPL-2.0 OR MIT

#define _GNU_SOURCE
#include <errno.h>
#include <sys/socket.h>

#include "actors.h"
#include "children.h"
#include "compat.h"
#include "message.h"
#include "ring.h"
#include "routes.h"
#include "threads.h"

static enum route route_now = ROUTE_SYSCALL;

void begin_route(const enum route route)
{
	route_now = route;
}

int end_route(const int answer)
{
	route_now = ROUTE_SYSCALL;
	return answer;
}

void reset_routes(void)
{
	route_now = ROUTE_SYSCALL;
	forget_rings();
	forget_threads();
}

static long send_message(const struct socket_call *const call)
{
	struct message message;

	return sendmsg(call->fd, fill_message(&message, call), call->flags);
}

static long send_messages(const struct socket_call *const call)
{
	struct message message;

	fill_message(&message, call);
	return sendmmsg(call->fd, &message.header, 1, call->flags);
}

static long call_kernel(const struct socket_call *const call)
{
	switch (call->kind) {
	case CALL_SOCKET:
		return socket(call->domain, call->type, call->protocol);
	case CALL_BIND:
		return bind(call->fd, address_in(call), call->address.length);
	case CALL_CONNECT:
		return connect(call->fd, address_in(call), call->address.length);
	case CALL_LISTEN:
		return listen(call->fd, call->backlog);
	case CALL_ACCEPT:
		return accept(call->fd, NULL, NULL);
	case CALL_SEND:
		return send(call->fd, "", 1, call->flags);
	case CALL_SENDTO:
		return sendto(call->fd, "", 1, call->flags, address_in(call), call->address.length);
	case CALL_SENDMSG:
		return send_message(call);
	case CALL_SENDMMSG:
		return send_messages(call);
	}
	errno = ENOSYS;
	return -1;
}

int do_syscall(const struct socket_call *const call)
{
	const long returned = call_kernel(call);

	return returned < 0 ? -errno : returned;
}

void make_early(const enum route route)
{
	/* Further actors come here, too, and find it made. */
	if (!turn_of(0, 0))
		return;
	if (route == ROUTE_EARLY_THREAD)
		make_early_thread();
	else
		make_early_ring(route);
}

int do_call(const struct socket_call *const call)
{
	switch (route_now) {
	case ROUTE_SYSCALL:
		return do_syscall(call);
	case ROUTE_IO_URING:
	case ROUTE_IO_URING_FIXED:
	case ROUTE_IO_URING_ASYNC:
	case ROUTE_IO_URING_SQPOLL:
	case ROUTE_IO_URING_PERSONALITY:
		return call_by_new_ring(call, route_now);
	case ROUTE_EARLY_IO_URING:
	case ROUTE_EARLY_SQPOLL:
	case ROUTE_EARLY_PERSONALITY:
		return call_by_early_ring(call, route_now);
	case ROUTE_COMPAT:
		return call_compat(call);
	case ROUTE_SOCKETCALL:
		return call_socketcall(call);
	case ROUTE_THREAD:
		return call_in_thread(call);
	case ROUTE_EARLY_THREAD:
		return call_in_early_thread(call);
	case ROUTE_FORK:
		return call_in_fork(call);
	case ROUTE_VFORK:
		return call_in_vfork(call);
	case ROUTE_EXEC:
		return call_after_exec(call);
	}
	return -ENOSYS;
}
