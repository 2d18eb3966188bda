/* SPDX-License-Identifier: GPL-2.0 OR MIT */
#ifndef MESSAGE_H
#define MESSAGE_H

#include <sys/socket.h>

#include "routes.h"

#if NEED(messages)
/* One byte to the address of a call, or to the peer. */
struct message {
	struct iovec byte;
	struct mmsghdr header;
};
#endif

#if !ALONE
/* The address to pass for a call, NULL if it has none. */
const struct sockaddr *address_in(const struct socket_call *call);

/* Fills a message and returns what sendmsg(2) takes of it. */
struct msghdr *fill_message(struct message *message, const struct socket_call *call);
#endif

#endif
