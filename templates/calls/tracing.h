/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* One process looks into another one; each function returns a value from 0 on, or -errno. */
#ifndef TRACING_H
#define TRACING_H

#include <sys/ptrace.h>

#if !ALONE
/* PTRACE_ATTACH or PTRACE_SEIZE of the process of an actor, which then goes on without. */
int trace_actor(int actor, int request);

/* PTRACE_TRACEME by a further child of the parent of this process. */
int trace_sibling(void);

/* Opens what /proc has of an actor, and closes it again. */
int open_proc_fd(int actor);
int open_proc_ns(int actor);
#endif

#endif
