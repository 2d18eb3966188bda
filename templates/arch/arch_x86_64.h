/* SPDX-License-Identifier: GPL-2.0 OR MIT */
#ifndef ARCH_X86_64_H
#define ARCH_X86_64_H

#include <stdint.h>

#if NEED(raw_call)
#if defined(__x86_64__)
#define TRAP "syscall"
#define REGISTERS(declare) declare("rax", "rdi", "rsi", "rdx", "r10", "r8", "r9")
#define RETURNED nr
#define CLOBBERED "memory", "rcx", "r11"
#endif
#endif

#if NEED(compat)
#if defined(__x86_64__)
#define HAS_COMPAT

/* By int 0x80, which any process may enter. */
static inline int compat_call(const int number, const uint32_t *const arguments)
{
	/* The sixth goes into the register that may hold the frame. */
	uint64_t sixth = arguments[5];
	long returned;

	asm volatile("xchg %%rbp, %[sixth]\n\t"
		     "int $0x80\n\t"
		     "xchg %%rbp, %[sixth]"
		     : "=a"(returned), [sixth] "+r"(sixth)
		     : "a"(number), "b"(arguments[0]), "c"(arguments[1]), "d"(arguments[2]),
		       "S"(arguments[3]), "D"(arguments[4])
		     : "memory", "r8", "r9", "r10", "r11");
	return returned;
}
#endif
#endif

#if NEED(OP_SECCOMP)
#if defined(__x86_64__)
#define AUDIT_ARCH_NATIVE AUDIT_ARCH_X86_64
#endif
#endif

#endif
