/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* Calls through io_uring, without any library: one at a time, and each is waited for. */
#ifndef RING_H
#define RING_H

#include "routes.h"

/*
 * By a ring that is made for this one call. It stays open as long as its
 * process: the end of a ring interrupts whatever waits then.
 */
int call_by_new_ring(const struct socket_call *call, enum route route);

/* By a ring that make_early_ring() made, which returns 0 or -errno. */
int call_by_early_ring(const struct socket_call *call, enum route route);
int make_early_ring(enum route route);

/* Unmaps the rings of a test that is over. */
void forget_rings(void);

#endif
