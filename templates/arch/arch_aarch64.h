/* SPDX-License-Identifier: GPL-2.0 OR MIT */
#ifndef ARCH_AARCH64_H
#define ARCH_AARCH64_H

#if NEED(raw_call)
#if defined(__aarch64__)
#define TRAP "svc 0"
#define REGISTERS(declare) declare("x8", "x0", "x1", "x2", "x3", "x4", "x5")
#define RETURNED first
#define CLOBBERED "memory", "cc"
#endif
#endif

#if NEED(OP_SECCOMP)
#if defined(__aarch64__)
#define AUDIT_ARCH_NATIVE AUDIT_ARCH_AARCH64
#endif
#endif

#endif
