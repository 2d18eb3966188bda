// SPDX-License-Identifier: GPL-2.0 OR MIT

#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "actors.h"
#include "moment.h"
#include "result.h"
#include "routes.h"
#include "signals.h"
#include "threads.h"

#if NEED(OP_KILL)
static int send_signal(const enum call_kind kind, const int actor, const pid_t tid,
		       const int signal)
{
	const pid_t pid = pid_of(actor);

	if (pid == 0 || tid == 0)
		return -ESRCH;
	return do_call(&(struct socket_call){
		.kind = kind,
		.pid = pid,
		.tid = tid,
		.signal = signal,
	});
}
#endif

#if NEED(signal_actor)
int signal_actor(const int actor, const int signal)
{
	return send_signal(CALL_KILL, actor, -1, signal);
}
#endif

#if NEED(signal_thread)
int signal_thread(const int actor, const int signal)
{
	return send_signal(CALL_TGKILL, actor, pid_of(actor), signal);
}
#endif

#if NEED(signal_early_thread)
int signal_early_thread(const int actor, const int signal)
{
	return send_signal(CALL_TGKILL, actor, early_thread(), signal);
}
#endif

#if NEED(signal_by_pidfd)
int signal_by_pidfd(const int actor, const int signal)
{
	return send_signal(CALL_PIDFD_SEND_SIGNAL, actor, -1, signal);
}
#endif

#if NEED(OP_SETOWN)
int set_owner(const int fd, const int actor, const int flags)
{
	if (fcntl(fd, F_SETOWN, pid_of(actor)) < 0)
		return -errno;
	return flags && fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | flags) < 0 ? -errno : 0;
}
#endif

#if NEED(OP_SEND_OOB)
int send_urgent(const int fd)
{
	return result(send(fd, "", 1, MSG_OOB | MSG_NOSIGNAL | MSG_DONTWAIT));
}
#endif

#if NEED(OP_SIGTIMEDWAIT)
/* A signal of a socket comes with what the loopback device has taken, which may be on its way. */
int await_signal(const int signal)
{
	const struct socket_call call = {
		.kind = CALL_SIGTIMEDWAIT,
		.signal = signal,
	};
	int taken = do_call(&call);

	for (int i = 0; i < MOMENTS && taken == -EAGAIN; i++) {
		comes_in_moments(-1, 1);
		taken = do_call(&call);
	}
	return taken;
}
#endif
