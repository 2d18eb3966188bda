/* SPDX-License-Identifier: GPL-2.0 OR MIT */
#ifndef ARCH_POWERPC64_H
#define ARCH_POWERPC64_H

#if NEED(raw_call)
#if defined(__powerpc64__)
/* A bit of cr0 tells that the answer is an errno. */
#define TRAP "sc\n\tbns+ 1f\n\tneg %1, %1\n1:"
#define REGISTERS(declare) declare("r0", "r3", "r4", "r5", "r6", "r7", "r8")
#define RETURNED first
#define CLOBBERED "memory", "cr0", "r9", "r10", "r11", "r12"
#endif
#endif

#if NEED(OP_SECCOMP)
#if defined(__powerpc64__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
#define AUDIT_ARCH_NATIVE AUDIT_ARCH_PPC64LE
#endif
#endif

#endif
