/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* Calls by the table of system calls of 32 bits, where a process of 64 bits may enter it. */
#ifndef COMPAT_H
#define COMPAT_H

#include "routes.h"

/* Each by a system call of its own. */
int call_compat(const struct socket_call *call);

/* All by socketcall(2), and the number that a call has there. */
int call_socketcall(const struct socket_call *call);
int socketcall_number(enum call_kind kind);

#endif
