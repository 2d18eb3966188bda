/* SPDX-License-Identifier: GPL-2.0 OR MIT */
#ifndef FUTEX_H
#define FUTEX_H

#include <linux/futex.h>
#include <stdint.h>
#include <sys/syscall.h>
#include <time.h>

/* What another process or thread may change meanwhile. */
static inline uint32_t read_now(const uint32_t *const number)
{
	return __atomic_load_n(number, __ATOMIC_ACQUIRE);
}

/* Not by syscall(2), which writes to errno: that is shared with whoever runs meanwhile. */
static inline void futex(uint32_t *const number, const int operation, const uint32_t value)
{
	/* As a constant, it would be put into any register, and r10 left as it is. */
	register const struct timespec *timeout asm("r10") = NULL;
	long result;

	asm volatile("syscall"
		     : "=a"(result)
		     : "a"(SYS_futex), "D"(number), "S"(operation), "d"(value), "r"(timeout)
		     : "rcx", "r11", "memory");
}

#endif
