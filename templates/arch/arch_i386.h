/* SPDX-License-Identifier: GPL-2.0 OR MIT */
#ifndef ARCH_I386_H
#define ARCH_I386_H

#if NEED(raw_call)
#if defined(__i386__)
#define HAS_OWN_CALL

/* The register of the sixth may hold the frame, so the last two come by memory. */
static inline long own_call(const long number, const long a, const long b, const long c,
			    const long d, const long e, const long f)
{
	const long last[] = { e, f };
	const long *at = last;
	long returned;

	asm volatile("pushl %%ebp\n\t"
		     "movl 4(%%edi), %%ebp\n\t"
		     "movl (%%edi), %%edi\n\t"
		     "int $0x80\n\t"
		     "popl %%ebp"
		     : "=a"(returned), "+D"(at)
		     : "a"(number), "b"(a), "c"(b), "d"(c), "S"(d)
		     : "memory", "cc");
	return returned;
}
#endif
#endif

#if NEED(OP_SECCOMP)
#if defined(__i386__)
#define AUDIT_ARCH_NATIVE AUDIT_ARCH_I386
#endif
#endif

#endif
