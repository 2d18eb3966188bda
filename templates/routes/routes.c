// SPDX-License-Identifier: GPL-2.0 OR MIT

#define _GNU_SOURCE
#include <errno.h>

#include "actors.h"
#include "children.h"
#include "compat.h"
#include "odd_call.h"
#include "ring.h"
#include "routes.h"
#include "threads.h"

#if NEED(routes)
static enum route route_now = ROUTE_SYSCALL;
#endif

#if NEED(by_route)
void begin_route(const enum route route)
{
	route_now = route;
}

int end_route(const int answer)
{
	route_now = ROUTE_SYSCALL;
	return answer;
}
#endif

#if !ALONE
void reset_routes(void)
{
	route_now = ROUTE_SYSCALL;
	forget_rings();
	forget_threads();
}
#endif

#if !ALONE
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
#endif

#if NEED(calls)
int do_call(const struct socket_call *const call)
{
#if NEED(turn_at_once)
	if (stage.are_meeting)
		meet_others();
#endif
#if NEED(routes)
	switch (route_now) {
	case ROUTE_SYSCALL:
		return do_syscall(call);
#if NEED(new_ring)
	case ROUTE_IO_URING:
	case ROUTE_IO_URING_FIXED:
	case ROUTE_IO_URING_ASYNC:
	case ROUTE_IO_URING_SQPOLL:
	case ROUTE_IO_URING_PERSONALITY:
	case ROUTE_IO_URING_ZC:
		return call_by_new_ring(call, route_now);
#endif
#if NEED(early_ring)
	case ROUTE_EARLY_IO_URING:
	case ROUTE_EARLY_SQPOLL:
	case ROUTE_EARLY_PERSONALITY:
		return call_by_early_ring(call, route_now);
#endif
#if NEED(ROUTE_COMPAT)
	case ROUTE_COMPAT:
		return call_compat(call);
#endif
#if NEED(ROUTE_SOCKETCALL)
	case ROUTE_SOCKETCALL:
		return SOCKETCALL ? call_oddly(call, route_now) : call_socketcall(call);
#endif
#if NEED(ROUTE_THREAD)
	case ROUTE_THREAD:
		return call_in_thread(call);
#endif
#if NEED(ROUTE_EARLY_THREAD)
	case ROUTE_EARLY_THREAD:
		return call_in_early_thread(call);
#endif
#if NEED(ROUTE_FORK)
	case ROUTE_FORK:
		return call_in_fork(call);
#endif
#if NEED(ROUTE_VFORK)
	case ROUTE_VFORK:
		return call_in_vfork(call);
#endif
#if NEED(ROUTE_EXEC)
	case ROUTE_EXEC:
		return call_after_exec(call);
#endif
#if NEED(odd_call)
	case ROUTE_HIGH_BITS:
	case ROUTE_UNALIGNED:
	case ROUTE_PAGE_END:
	case ROUTE_PAGE_CROSSING:
	case ROUTE_PAGE_CUT:
	case ROUTE_HIGH_MEMORY:
	case ROUTE_LOW_HALF:
		return call_oddly(call, route_now);
#endif
#if ALONE
	default:
		break;
#endif
	}
	return -ENOSYS;
#else
	return do_syscall(call);
#endif
}
#endif
