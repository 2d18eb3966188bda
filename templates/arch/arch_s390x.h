/* SPDX-License-Identifier: GPL-2.0 OR MIT */
#ifndef ARCH_S390X_H
#define ARCH_S390X_H

#if NEED(raw_call)
#if defined(__s390x__)
#define TRAP "svc 0"
#define REGISTERS(declare) declare("r1", "r2", "r3", "r4", "r5", "r6", "r7")
#define RETURNED first
#define CLOBBERED "memory", "cc"
#endif
#endif

#if NEED(OP_SECCOMP)
#if defined(__s390x__)
#define AUDIT_ARCH_NATIVE AUDIT_ARCH_S390X
#endif
#endif

#endif
