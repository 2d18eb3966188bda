// SPDX-License-Identifier: GPL-2.0 OR MIT

#define _GNU_SOURCE
#include <stdint.h>
#include <string.h>

#include "ring_request.h"

/* From linux/io_uring.h, which may be older than the kernel under test. */
#define OP_SOCKET 45
#define OP_URING_CMD 46
#define OP_SEND_ZC 47
#define OP_SENDMSG_ZC 48
#define OP_BIND 56
#define OP_LISTEN 57
#define SOCKET_OP_GETSOCKOPT 2
#define SOCKET_OP_SETSOCKOPT 3

#if NEED(ring)
static struct io_uring_sqe request_with_address(const int opcode,
						const struct socket_call *const call)
{
	return (struct io_uring_sqe){
		.opcode = opcode,
		.fd = call->fd,
		.addr = (uintptr_t)address_in(call),
		.off = call->address.length,
	};
}

#if NEED(CALL_SETSOCKOPT) || NEED(CALL_GETSOCKOPT)
/* Older headers have no names for where level and option stand, nor for the length. */
static struct io_uring_sqe request_with_option(const int operation,
					       const struct socket_call *const call,
					       int *const value)
{
	const uint32_t level_and_option[] = { call->level, call->option };
	struct io_uring_sqe request = {
		.opcode = OP_URING_CMD,
		.fd = call->fd,
		.cmd_op = operation,
		.splice_fd_in = sizeof(*value),
		.addr3 = (uintptr_t)value,
	};

	*value = call->value;
	memcpy(&request.addr, level_and_option, sizeof(request.addr));
	return request;
}
#endif

#if NEED(ROUTE_IO_URING_ZC)
/* A message, or a byte to the address of the call, if it has one. */
static struct io_uring_sqe request_without_copy(const struct socket_call *const call,
						struct message *const message)
{
	const bool is_message = call->kind == CALL_SENDMSG;
	struct io_uring_sqe request = {
		.opcode = is_message ? OP_SENDMSG_ZC : OP_SEND_ZC,
		.fd = call->fd,
		.addr = is_message ? (uintptr_t)fill_message(message, call) : (uintptr_t) "",
		.len = 1,
		.msg_flags = call->flags,
	};

	if (!is_message && call->has_address) {
		request.addr2 = (uintptr_t)address_in(call);
		request.addr_len = call->address.length;
	}
	return request;
}
#endif

/* io_uring knows sendto(2) as a message with an address. */
static struct io_uring_sqe sqe_of(const struct socket_call *const call,
				  struct request *const request)
{
	switch (call->kind) {
	case CALL_SOCKET:
		return (struct io_uring_sqe){
			.opcode = OP_SOCKET,
			.fd = call->domain,
			.off = call->type,
			.len = call->protocol,
		};
	case CALL_BIND:
		return request_with_address(OP_BIND, call);
	case CALL_CONNECT:
		return request_with_address(IORING_OP_CONNECT, call);
	case CALL_LISTEN:
		return (struct io_uring_sqe){
			.opcode = OP_LISTEN,
			.fd = call->fd,
			.len = call->backlog,
		};
	case CALL_ACCEPT:
		return (struct io_uring_sqe){
			.opcode = IORING_OP_ACCEPT,
			.fd = call->fd,
		};
	case CALL_SEND:
		return (struct io_uring_sqe){
			.opcode = IORING_OP_SEND,
			.fd = call->fd,
			.addr = (uintptr_t) "",
			.len = 1,
			.msg_flags = call->flags,
		};
#if NEED(CALL_SETSOCKOPT)
	case CALL_SETSOCKOPT:
		return request_with_option(SOCKET_OP_SETSOCKOPT, call, &request->value);
#endif
#if NEED(CALL_GETSOCKOPT)
	case CALL_GETSOCKOPT:
		return request_with_option(SOCKET_OP_GETSOCKOPT, call, &request->value);
#endif
	default:
		return (struct io_uring_sqe){
			.opcode = IORING_OP_SENDMSG,
			.fd = call->fd,
			.addr = (uintptr_t)fill_message(&request->message, call),
			.len = 1,
			.msg_flags = call->flags,
		};
	}
}

void fill_request(struct request *const request, const struct socket_call *const call,
		  const enum route route)
{
#if NEED(ROUTE_IO_URING_ZC)
	if (route == ROUTE_IO_URING_ZC) {
		request->sqe = request_without_copy(call, &request->message);
		return;
	}
#endif
	(void)route;
	request->sqe = sqe_of(call, request);
}
#endif
