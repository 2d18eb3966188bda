/* SPDX-License-Identifier: GPL-2.0 OR MIT */
#ifndef ARCH_ARM_H
#define ARCH_ARM_H

#if NEED(raw_call)
#if defined(__arm__)
#define TRAP "svc 0"
#define REGISTERS(declare) declare("r7", "r0", "r1", "r2", "r3", "r4", "r5")
#define RETURNED first
#define CLOBBERED "memory", "cc"
/* In Thumb, r7 holds the frame. */
#define INSTRUCTION_SET __attribute__((target("arm")))
#endif
#endif

#if NEED(OP_SECCOMP)
#if defined(__arm__)
#define AUDIT_ARCH_NATIVE AUDIT_ARCH_ARM
#endif
#endif

#endif
