/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* Calls out of another thread of the same process, which its own thread waits for. */
#ifndef THREADS_H
#define THREADS_H

#include "routes.h"

/* In a thread that is made for this one call. */
int call_in_thread(const struct socket_call *call);

/* In the thread that make_early_thread() made, which returns 0 or -errno. */
int call_in_early_thread(const struct socket_call *call);
int make_early_thread(void);
/* Its number, or 0 if it was not made. */
pid_t early_thread(void);

/* Forgets the early thread of a test that is over, and with it the thread. */
void forget_threads(void);

#endif
