/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* What io_uring is asked in place of a call. */
#ifndef RING_REQUEST_H
#define RING_REQUEST_H

#if ALONE
#include <linux/stddef.h>
#endif
#include <linux/io_uring.h>

#include "message.h"

#if NEED(ring)
/* A request with all that it points to. */
struct request {
	struct io_uring_sqe sqe;
	struct message message;
	int value;
};
#endif

#if !ALONE
void fill_request(struct request *request, const struct socket_call *call, enum route route);
#endif

#endif
