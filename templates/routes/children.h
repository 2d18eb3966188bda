/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* Calls out of a child process; a socket that it makes comes back over a UNIX socket. */
#ifndef CHILDREN_H
#define CHILDREN_H

#include <sys/types.h>

#include "routes.h"

#if !ALONE
/* Not fork(3), which counts on being called by a thread that it knows. */
pid_t fork_plainly(void);
#endif

int call_in_fork(const struct socket_call *call);
int call_in_vfork(const struct socket_call *call);
int call_after_exec(const struct socket_call *call);

#endif
