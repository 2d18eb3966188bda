/* SPDX-License-Identifier: GPL-2.0 OR MIT */
#ifndef ARCH_RISCV64_H
#define ARCH_RISCV64_H

#if NEED(raw_call)
#if defined(__riscv) && __riscv_xlen == 64
#define TRAP "ecall"
#define REGISTERS(declare) declare("a7", "a0", "a1", "a2", "a3", "a4", "a5")
#define RETURNED first
#define CLOBBERED "memory"
#endif
#endif

#if NEED(OP_SECCOMP)
#if defined(__riscv) && __riscv_xlen == 64
#define AUDIT_ARCH_NATIVE AUDIT_ARCH_RISCV64
#endif
#endif

#endif
