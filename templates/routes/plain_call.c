// SPDX-License-Identifier: GPL-2.0 OR MIT

#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "message.h"
#include "odd_call.h"
#include "raw_call.h"
#include "result.h"
#include "routes.h"

#if NEED(turn_at_once) || NEED(odd_call)
/* Who calls at the same time has the same errno. */
static long call_raw(long words[7])
{
#if NEED(odd_call)
	make_odd(words);
#endif
	return raw_call(words[0], words[1], words[2], words[3], words[4], words[5], words[6]);
}

#define kernel(...) call_raw((long[7]){ __VA_ARGS__ })
#else
#define kernel(...) result(syscall(__VA_ARGS__))
#endif

#if NEED(CALL_SENDMSG)
static long send_message(const struct socket_call *const call)
{
	struct message message;

	return kernel(SYS_sendmsg, call->fd, (long)fill_message(&message, call), call->flags);
}
#endif

#if NEED(CALL_SENDMMSG)
static long send_messages(const struct socket_call *const call)
{
	struct message message;

	fill_message(&message, call);
	return kernel(SYS_sendmmsg, call->fd, (long)&message.header, 1, call->flags);
}
#endif

#if NEED(CALL_SPLICE) || NEED(CALL_SENDFILE)
/* Neither call can be told to raise no signal. */
static long without_signal(const int fd, const int from,
			   ssize_t (*const move)(int fd, int from))
{
	void (*const before)(int) = signal(SIGPIPE, SIG_IGN);
	const long moved = move(fd, from);
	const int error = errno;

	signal(SIGPIPE, before);
	close(from);
	errno = error;
	return moved;
}
#endif

#if NEED(CALL_SPLICE)
static ssize_t splice_from(const int fd, const int from)
{
	return splice(from, NULL, fd, NULL, 1, SPLICE_F_NONBLOCK);
}

static long splice_a_byte(const int fd)
{
	int ends[2];

	if (pipe2(ends, O_CLOEXEC))
		return -1;
	if (write(ends[1], "", 1) != 1)
		return -1;
	close(ends[1]);
	return without_signal(fd, ends[0], splice_from);
}
#endif

#if NEED(CALL_SENDFILE)
static ssize_t send_from(const int fd, const int from)
{
	off_t offset = 0;

	return sendfile(fd, from, &offset, 1);
}

static long send_file(const int fd)
{
	const int file = syscall(SYS_memfd_create, "byte", MFD_CLOEXEC);

	if (file < 0 || write(file, "", 1) != 1)
		return -1;
	return without_signal(fd, file, send_from);
}
#endif

#if NEED(CALL_SETSOCKOPT)
static long set_option_of(const struct socket_call *const call)
{
	return kernel(SYS_setsockopt, call->fd, call->level, call->option, (long)&call->value,
		       sizeof(call->value));
}
#endif

#if NEED(CALL_GETSOCKOPT)
static long option_of(const struct socket_call *const call)
{
	int value = 0;
	socklen_t length = sizeof(value);

	const long got = kernel(SYS_getsockopt, call->fd, call->level, call->option, (long)&value,
				(long)&length);

	return got < 0 ? got : value;
}
#endif

#if NEED(CALL_ACCEPT)
static long accept_plainly(const int fd)
{
#ifdef SYS_accept
	return kernel(SYS_accept, fd, 0, 0);
#else
	return kernel(SYS_accept4, fd, 0, 0, 0);
#endif
}
#endif

#if NEED(CALL_PIDFD_SEND_SIGNAL)
static long signal_pidfd(const pid_t pid, const int signal)
{
	/* Older C libraries have no names for these. */
	const int pidfd = syscall(SYS_pidfd_open, pid, 0);
	long sent;

	if (pidfd < 0)
		return -1;
	sent = syscall(SYS_pidfd_send_signal, pidfd, signal, NULL, 0);
	close(pidfd);
	return sent;
}
#endif

#if NEED(CALL_SIGTIMEDWAIT)
/* Does not wait; not by the C library, which goes on where another signal comes. */
static long take_signal(const int signal)
{
	const uint64_t set = 1ULL << (signal - 1);
	const struct timespec at_once = {};

	return kernel(SYS_rt_sigtimedwait, (long)&set, 0, (long)&at_once, sizeof(set));
}
#endif

#if NEED(calls)
/* Not by the C library: on s390x it has socketcall(2), of which no filter sees what it does. */
int do_syscall(const struct socket_call *const call)
{
	switch (call->kind) {
#if NEED(CALL_SOCKET)
	case CALL_SOCKET:
		return kernel(SYS_socket, call->domain, call->type, call->protocol);
#endif
#if NEED(CALL_BIND)
	case CALL_BIND:
		return kernel(SYS_bind, call->fd, (long)address_in(call), call->address.length);
#endif
#if NEED(CALL_CONNECT)
	case CALL_CONNECT:
		return kernel(SYS_connect, call->fd, (long)address_in(call), call->address.length);
#endif
#if NEED(CALL_LISTEN)
	case CALL_LISTEN:
		return kernel(SYS_listen, call->fd, call->backlog);
#endif
#if NEED(CALL_ACCEPT)
	case CALL_ACCEPT:
		return accept_plainly(call->fd);
#endif
#if NEED(CALL_SEND)
	case CALL_SEND:
		return kernel(SYS_sendto, call->fd, (long)"", 1, call->flags, 0, 0);
#endif
#if NEED(CALL_SENDTO)
	case CALL_SENDTO:
		return kernel(SYS_sendto, call->fd, (long)"", 1, call->flags,
			      (long)address_in(call), call->address.length);
#endif
#if NEED(CALL_SENDMSG)
	case CALL_SENDMSG:
		return send_message(call);
#endif
#if NEED(CALL_SENDMMSG)
	case CALL_SENDMMSG:
		return send_messages(call);
#endif
#if NEED(CALL_SETSOCKOPT)
	case CALL_SETSOCKOPT:
		return set_option_of(call);
#endif
#if NEED(CALL_GETSOCKOPT)
	case CALL_GETSOCKOPT:
		return option_of(call);
#endif
#if NEED(CALL_BY_NUMBER)
	case CALL_BY_NUMBER:
		return kernel(call->number, call->arguments[0], call->arguments[1],
			       call->arguments[2], call->arguments[3], call->arguments[4]);
#endif
#if NEED(CALL_KILL)
	case CALL_KILL:
		return kernel(SYS_kill, call->pid, call->signal);
#endif
#if NEED(CALL_TGKILL)
	case CALL_TGKILL:
		return kernel(SYS_tgkill, call->pid, call->tid, call->signal);
#endif
#if NEED(CALL_PIDFD_SEND_SIGNAL)
	case CALL_PIDFD_SEND_SIGNAL:
		return result(signal_pidfd(call->pid, call->signal));
#endif
#if NEED(CALL_SIGTIMEDWAIT)
	case CALL_SIGTIMEDWAIT:
		return take_signal(call->signal);
#endif
#if NEED(CALL_SPLICE)
	case CALL_SPLICE:
		return result(splice_a_byte(call->fd));
#endif
#if NEED(CALL_SENDFILE)
	case CALL_SENDFILE:
		return result(send_file(call->fd));
#endif
#if ALONE
	default:
		break;
#endif
	}
	return -ENOSYS;
}
#endif
