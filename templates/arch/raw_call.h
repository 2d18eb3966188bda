/* SPDX-License-Identifier: GPL-2.0 OR MIT */
#ifndef RAW_CALL_H
#define RAW_CALL_H

#include "arch_aarch64.h"
#include "arch_arm.h"
#include "arch_i386.h"
#include "arch_powerpc64.h"
#include "arch_riscv64.h"
#include "arch_s390x.h"
#include "arch_x86_64.h"

#if NEED(raw_call)
#ifndef INSTRUCTION_SET
#define INSTRUCTION_SET
#endif

/* That of the number, and those of the arguments in their order. */
#define DECLARE(of_number, of_a, of_b, of_c, of_d, of_e, of_f) \
	register long nr asm(of_number) = number;               \
	register long first asm(of_a) = a;                      \
	register long second asm(of_b) = b;                     \
	register long third asm(of_c) = c;                      \
	register long fourth asm(of_d) = d;                     \
	register long fifth asm(of_e) = e;                      \
	register long sixth asm(of_f) = f

/* Not by syscall(2), which writes to errno: that is shared with whoever runs meanwhile. */
INSTRUCTION_SET static inline long raw_call(const long number, const long a, const long b,
					    const long c, const long d, const long e,
					    const long f)
{
#ifdef HAS_OWN_CALL
	return own_call(number, a, b, c, d, e, f);
#else
	REGISTERS(DECLARE);

	asm volatile(TRAP
		     : "+r"(nr), "+r"(first), "+r"(second), "+r"(third), "+r"(fourth),
		       "+r"(fifth), "+r"(sixth)
		     :
		     : CLOBBERED);
	return RETURNED;
#endif
}
#endif

#endif
