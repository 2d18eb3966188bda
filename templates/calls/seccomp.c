// SPDX-License-Identifier: GPL-2.0 OR MIT

#define _GNU_SOURCE
#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "raw_call.h"
#include "seccomp.h"

#define LOAD(field) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, field))
/* Goes on if the value is that, and leaves out so many instructions if it is not. */
#define EXPECT_EQUAL(value, skipped) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, value, 0, skipped)
#define GO_IF_EQUAL(value, skipped) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, value, skipped, 0)
#define ANSWER(action) BPF_STMT(BPF_RET | BPF_K, action)

#if NEED(OP_SECCOMP)
/* Answers one of two calls, which may be the same, and lets all others pass. */
static int filter_calls(const int nr, const int other, const int err)
{
	struct sock_filter instructions[] = {
		LOAD(arch),
		EXPECT_EQUAL(AUDIT_ARCH_NATIVE, 4),
		LOAD(nr),
		GO_IF_EQUAL(nr, 1),
		EXPECT_EQUAL(other, 1),
		ANSWER(SECCOMP_RET_ERRNO | err),
		ANSWER(SECCOMP_RET_ALLOW),
	};
	const struct sock_fprog program = {
		.len = sizeof(instructions) / sizeof(*instructions),
		.filter = instructions,
	};

	return syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program) ? -errno : 0;
}
#endif

#if NEED(filter_socket)
int filter_socket(const int err)
{
	return filter_calls(SYS_socket, SYS_socket, err);
}
#endif

#if NEED(filter_bind)
int filter_bind(const int err)
{
	return filter_calls(SYS_bind, SYS_bind, err);
}
#endif

#if NEED(filter_connect)
int filter_connect(const int err)
{
	return filter_calls(SYS_connect, SYS_connect, err);
}
#endif

#if NEED(filter_listen)
int filter_listen(const int err)
{
	return filter_calls(SYS_listen, SYS_listen, err);
}
#endif

#if NEED(filter_accept)
int filter_accept(const int err)
{
#ifdef SYS_accept
	return filter_calls(SYS_accept, SYS_accept4, err);
#else
	return filter_calls(SYS_accept4, SYS_accept4, err);
#endif
}
#endif
