/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* Calls out of a child process; a socket that it makes comes back over a UNIX socket. */
#ifndef CHILDREN_H
#define CHILDREN_H

#include "routes.h"

int call_in_fork(const struct socket_call *call);
int call_in_vfork(const struct socket_call *call);
int call_after_exec(const struct socket_call *call);

#endif
