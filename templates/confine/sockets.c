// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Sockets, by seccomp: Landlock knows of TCP from ABI 4 on, of UDP from ABI 10
 * on, of the paths of UNIX sockets from ABI 9 on, and of others not at all.
 */

#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

#include "confine.h"

/* Where socket(2) is a system call of its own, and the only one that opens a socket. */
#if defined(__x86_64__) && !defined(__ILP32__)
#define ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined(__aarch64__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
#define ARCHITECTURE AUDIT_ARCH_AARCH64
#elif defined(__riscv) && __riscv_xlen == 64
#define ARCHITECTURE AUDIT_ARCH_RISCV64
#endif

#ifdef ARCHITECTURE

#ifndef __NR_io_uring_setup
#define __NR_io_uring_setup 425
#endif

/* From here on the numbers of x86-64 are those of x32. */
#define FIRST_OF_X32 0x40000000

#define LOAD(field) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, field))
#define IF(test, value, yes, no) BPF_JUMP(BPF_JMP | (test) | BPF_K, value, yes, no)
#define ANSWER(action) BPF_STMT(BPF_RET | BPF_K, action)

/* A jump goes over so many of those that follow. */
static struct sock_filter filter[] = {
	LOAD(arch),
	IF(BPF_JEQ, ARCHITECTURE, 0, 5),
	LOAD(nr),
	IF(BPF_JGE, FIRST_OF_X32, 3, 0),
	IF(BPF_JEQ, __NR_io_uring_setup, 2, 0),
	IF(BPF_JEQ, __NR_socket, 2, 0),
	ANSWER(SECCOMP_RET_ALLOW),
	ANSWER(SECCOMP_RET_ERRNO | ENOSYS),
	ANSWER(SECCOMP_RET_ERRNO | EACCES),
};

bool filters_sockets(void)
{
	/* Only a kernel that knows filters looks for one. */
	return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, NULL) && errno == EFAULT;
}

void filter_sockets(void)
{
	const struct sock_fprog program = {
		.len = sizeof(filter) / sizeof(*filter),
		.filter = filter,
	};

	if (filters_sockets() && prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program))
		fail("PR_SET_SECCOMP");
}

#else

bool filters_sockets(void)
{
	return false;
}

void filter_sockets(void)
{
}

#endif
