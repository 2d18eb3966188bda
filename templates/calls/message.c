// SPDX-License-Identifier: GPL-2.0 OR MIT

#define _GNU_SOURCE
#include "message.h"

#if NEED(CALL_BIND) || NEED(CALL_CONNECT) || NEED(CALL_SENDTO) || NEED(messages)
const struct sockaddr *address_in(const struct socket_call *const call)
{
	return call->has_address ? &call->address.any : NULL;
}
#endif

#if NEED(messages)
struct msghdr *fill_message(struct message *const message, const struct socket_call *const call)
{
	message->byte = (struct iovec){
		.iov_base = "",
		.iov_len = 1,
	};
	message->header = (struct mmsghdr){
		.msg_hdr = {
			.msg_name = (void *)address_in(call),
			.msg_namelen = call->address.length,
			.msg_iov = &message->byte,
			.msg_iovlen = 1,
		},
	};
	return &message->header.msg_hdr;
}
#endif
