// SPDX-License-Identifier: GPL-2.0 OR MIT
/* What a program may need beside sockets and Landlock: each is tried in a child. */

#define _GNU_SOURCE
#include <errno.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
/* Older ones do not bring what they need. */
#include <linux/vm_sockets.h>

#include "audit.h"
#include "errno_name.h"
#include "events.h"
#include "lacks.h"
#include "raw_call.h"
#include "ring.h"
#include "seccomp.h"

#define ARRAY_SIZE(array) (sizeof(array) / sizeof((array)[0]))

/* getpid(2) in the table of system calls of 32 bits. */
#define COMPAT_GETPID 20

static const struct socket_call open_tcp = {
	.kind = CALL_SOCKET,
	.domain = AF_INET,
	.type = SOCK_STREAM,
};

/* Each answers a value from 0 on, or the negative errno with which the kernel refused. */
static int try_io_uring(void)
{
	return call_by_new_ring(&open_tcp, ROUTE_IO_URING);
}

static int try_io_uring_bind(void)
{
	const struct socket_call bind_anywhere = {
		.kind = CALL_BIND,
		.fd = socket(AF_INET, SOCK_STREAM, 0),
		.has_address = true,
		.address = {
			.in.sin_family = AF_INET,
			.length = sizeof(struct sockaddr_in),
		},
	};

	return call_by_new_ring(&bind_anywhere, ROUTE_IO_URING);
}

/* Both requests of sends without a copy: what matters is whether the kernel knows them. */
static int try_io_uring_zc(void)
{
	struct socket_call call = {
		.kind = CALL_SEND,
		.fd = socket(AF_INET, SOCK_DGRAM, 0),
	};
	int answer = call_by_new_ring(&call, ROUTE_IO_URING_ZC);

	if (answer == -EDESTADDRREQ) {
		call.kind = CALL_SENDMSG;
		answer = call_by_new_ring(&call, ROUTE_IO_URING_ZC);
	}
	return answer == -EDESTADDRREQ ? 0 : answer;
}

static int try_io_uring_sockopt(void)
{
	const struct socket_call reuse_address = {
		.kind = CALL_SETSOCKOPT,
		.fd = socket(AF_INET, SOCK_STREAM, 0),
		.level = SOL_SOCKET,
		.option = SO_REUSEADDR,
		.value = 1,
	};

	return call_by_new_ring(&reuse_address, ROUTE_IO_URING);
}

static int try_sqpoll(void)
{
	return call_by_new_ring(&open_tcp, ROUTE_IO_URING_SQPOLL);
}

static int try_compat(void)
{
#ifdef HAS_COMPAT
	return compat_call(COMPAT_GETPID, (const uint32_t[6]){});
#else
	return -ENOSYS;
#endif
}

static int try_socketcall(void)
{
#ifdef SYS_socketcall
	const long arguments[] = { AF_INET, SOCK_STREAM, 0 };

	/* Of what it does, socket(2) is the first. */
	return syscall(SYS_socketcall, 1, arguments) < 0 ? -errno : 0;
#else
	return try_compat();
#endif
}

static int try_wide_registers(void)
{
	return sizeof(long) > sizeof(int) ? 0 : -ENOSYS;
}

static int try_user_namespaces(void)
{
	return unshare(CLONE_NEWUSER) ? -errno : 0;
}

static void ignore(const int type, const char *const record)
{
	(void)type;
	(void)record;
}

static int try_audit(void)
{
	int err = open_audit();

	if (err)
		return err;
	err = enable_audit(true);
	if (!err)
		err = begin_records();
	if (!err)
		err = receive_records(ignore);
	close_audit();
	return err;
}

static void ignore_line(const char *const line)
{
	(void)line;
}

static int try_events(void)
{
	int err = choose_events(true);

	if (!err)
		err = receive_events(ignore_line);
	close_events();
	return err;
}

/* What no test does, and a filter has to answer for it. */
static int try_seccomp(void)
{
	return filter_listen(EPERM);
}

static int try_vsock_loopback(void)
{
	const struct sockaddr_vm here = {
		.svm_family = AF_VSOCK,
		.svm_cid = VMADDR_CID_LOCAL,
		.svm_port = VMADDR_PORT_ANY,
	};
	const int fd = socket(AF_VSOCK, SOCK_STREAM, 0);

	return fd < 0 || bind(fd, (const struct sockaddr *)&here, sizeof(here)) ? -errno : 0;
}

static const struct {
	const char *name;
	int (*attempt)(void);
} features[] = {
	{ "io_uring", try_io_uring },
	{ "io_uring_bind", try_io_uring_bind },
	{ "io_uring_zc", try_io_uring_zc },
	{ "io_uring_sockopt", try_io_uring_sockopt },
	{ "sqpoll", try_sqpoll },
	{ "compat", try_compat },
	{ "socketcall", try_socketcall },
	{ "wide_registers", try_wide_registers },
	{ "user_namespaces", try_user_namespaces },
	{ "audit", try_audit },
	{ "trace_events", try_events },
	{ "vsock_loopback", try_vsock_loopback },
	{ "seccomp", try_seccomp },
};

static int exit_code(const int answer)
{
	return answer < 0 ? -answer : 0;
}

static void report(const char *const name, const int status)
{
	if (WIFSIGNALED(status))
		printf("# target lacks %s SIG%s\n", name, sigabbrev_np(WTERMSIG(status)));
	else if (WEXITSTATUS(status) != 0)
		printf("# target lacks %s %s\n", name, errno_name(WEXITSTATUS(status)));
}

void report_features(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(features); i++) {
		int status;
		pid_t child;

		fflush(stdout);
		child = fork();
		if (child == 0)
			_exit(exit_code(features[i].attempt()));
		if (child < 0 || waitpid(child, &status, 0) != child) {
			perror("fork");
			exit(EXIT_FAILURE);
		}
		report(features[i].name, status);
	}
}
