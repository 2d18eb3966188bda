/* SPDX-License-Identifier: GPL-2.0 OR MIT */
#ifndef FUTEX_H
#define FUTEX_H

#include <linux/futex.h>
#include <stdint.h>
#include <sys/syscall.h>

#include "raw_call.h"

/* What another process or thread may change meanwhile. */
static inline uint32_t read_now(const uint32_t *const number)
{
	return __atomic_load_n(number, __ATOMIC_ACQUIRE);
}

static inline void futex(uint32_t *const number, const int operation, const uint32_t value)
{
	raw_call(SYS_futex, (long)number, operation, value, 0, 0, 0);
}

#endif
