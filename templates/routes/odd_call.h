/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* Calls as no C library makes them: with full registers, or attributes at the edges of memory. */
#ifndef ODD_CALL_H
#define ODD_CALL_H

#include <sys/syscall.h>

#include "routes.h"

#if NEED(odd_call)
/* The number of socketcall(2), 0 where the machine's own calls lack it. */
#ifdef SYS_socketcall
#define SOCKETCALL SYS_socketcall
#else
#define SOCKETCALL 0
#endif

int call_oddly(const struct socket_call *call, enum route route);
/* Changes the number and the arguments of a call as the route of call_oddly() has it. */
void make_odd(long words[7]);
#endif

#endif
