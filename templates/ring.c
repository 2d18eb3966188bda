// SPDX-License-Identifier: GPL-2.0 OR MIT

#define _GNU_SOURCE
#include <errno.h>
#include <linux/io_uring.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "message.h"
#include "ring.h"

#define ENTRIES 2
#define IDLE_MILLISECONDS 10

/* From linux/io_uring.h, which may be older than the kernel under test. */
#define OP_SOCKET 45
#define OP_BIND 56
#define OP_LISTEN 57

struct ring {
	int fd;
	unsigned int flags;
	/* What make_early_ring() registered, else 0. */
	int personality;
	struct io_uring_params params;
	void *queues;
	size_t size;
	struct io_uring_sqe *requests;
};

static struct ring early_rings[ROUTE_EARLY_PERSONALITY + 1];

static int result(const long returned)
{
	return returned < 0 ? -errno : returned;
}

static int enter(const int fd, const unsigned int submit, const unsigned int complete,
		 const unsigned int flags)
{
	return result(syscall(__NR_io_uring_enter, fd, submit, complete, flags, NULL, 0));
}

static int register_with(const struct ring *const ring, const unsigned int what, const void *const arg,
			 const unsigned int count)
{
	return result(syscall(__NR_io_uring_register, ring->fd, what, arg, count));
}

static void *map(const struct ring *const ring, const size_t size, const off_t offset)
{
	return mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_POPULATE, ring->fd, offset);
}

static size_t requests_size(const struct ring *const ring)
{
	return ring->params.sq_entries * sizeof(*ring->requests);
}

static size_t larger_of(const size_t one, const size_t other)
{
	return one > other ? one : other;
}

/* Both queues are one mapping. */
static size_t queues_size(const struct io_uring_params *const params)
{
	return larger_of(params->sq_off.array + params->sq_entries * sizeof(uint32_t),
			 params->cq_off.cqes + params->cq_entries * sizeof(struct io_uring_cqe));
}

static void unmap_ring(const struct ring *const ring)
{
	if (ring->requests && ring->requests != MAP_FAILED)
		munmap(ring->requests, requests_size(ring));
	if (ring->queues && ring->queues != MAP_FAILED)
		munmap(ring->queues, ring->size);
}

static void close_ring(struct ring *const ring)
{
	unmap_ring(ring);
	if (ring->fd >= 0)
		close(ring->fd);
	*ring = (struct ring){ .fd = -1 };
}

static int open_ring(struct ring *const ring, const unsigned int flags)
{
	*ring = (struct ring){
		.flags = flags,
		.params = {
			.flags = flags,
			.sq_thread_idle = IDLE_MILLISECONDS,
		},
	};
	ring->fd = result(syscall(__NR_io_uring_setup, ENTRIES, &ring->params));
	if (ring->fd < 0)
		return ring->fd;
	ring->size = queues_size(&ring->params);
	ring->queues = map(ring, ring->size, IORING_OFF_SQ_RING);
	ring->requests = map(ring, requests_size(ring), IORING_OFF_SQES);
	if (ring->queues != MAP_FAILED && ring->requests != MAP_FAILED)
		return 0;
	close_ring(ring);
	return -ENOMEM;
}

static uint32_t *in_queues(const struct ring *const ring, const uint32_t offset)
{
	return (uint32_t *)((char *)ring->queues + offset);
}

static bool is_empty(const struct ring *const ring)
{
	const uint32_t *const head = in_queues(ring, ring->params.cq_off.head);
	const uint32_t *const tail = in_queues(ring, ring->params.cq_off.tail);

	return *head == __atomic_load_n(tail, __ATOMIC_ACQUIRE);
}

static int take_completion(const struct ring *const ring)
{
	const struct io_uring_cqe *const completions =
		(const void *)in_queues(ring, ring->params.cq_off.cqes);
	uint32_t *const head = in_queues(ring, ring->params.cq_off.head);
	const int answer = completions[*head & (ring->params.cq_entries - 1)].res;

	__atomic_store_n(head, *head + 1, __ATOMIC_RELEASE);
	return answer;
}

/* Hands a request over and waits for its completion. */
static int submit(const struct ring *const ring, const struct io_uring_sqe *const request)
{
	const bool is_polled = ring->flags & IORING_SETUP_SQPOLL;
	const unsigned int flags = IORING_ENTER_GETEVENTS |
				   (is_polled ? IORING_ENTER_SQ_WAKEUP : 0);
	uint32_t *const tail = in_queues(ring, ring->params.sq_off.tail);
	const uint32_t index = *tail & (ring->params.sq_entries - 1);
	unsigned int count = 1;
	int entered;

	ring->requests[index] = *request;
	in_queues(ring, ring->params.sq_off.array)[index] = index;
	__atomic_store_n(tail, *tail + 1, __ATOMIC_RELEASE);
	do {
		entered = enter(ring->fd, count, 1, flags);
		if (entered < 0 && entered != -EINTR)
			return entered;
		if (entered > 0)
			count = 0;
	} while (is_empty(ring));
	return take_completion(ring);
}

static struct io_uring_sqe request_with_address(const int opcode, const struct socket_call *const call)
{
	return (struct io_uring_sqe){
		.opcode = opcode,
		.fd = call->fd,
		.addr = (uintptr_t)address_in(call),
		.off = call->address.length,
	};
}

/* io_uring knows sendto(2) as a message with an address. */
static struct io_uring_sqe request_of(const struct socket_call *const call,
				      struct message *const message)
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
			.len = BACKLOG,
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
			.addr = (uintptr_t)"",
			.len = 1,
			.msg_flags = call->flags,
		};
	case CALL_SENDTO:
	case CALL_SENDMSG:
	case CALL_SENDMMSG:
		break;
	}
	return (struct io_uring_sqe){
		.opcode = IORING_OP_SENDMSG,
		.fd = call->fd,
		.addr = (uintptr_t)fill_message(message, call),
		.len = 1,
		.msg_flags = call->flags,
	};
}

static int call_by_ring(struct ring *const ring, const struct socket_call *const call,
			const enum route route)
{
	struct message message;
	struct io_uring_sqe request = request_of(call, &message);

	request.personality = ring->personality;
	if (route == ROUTE_IO_URING_ASYNC)
		request.flags = IOSQE_ASYNC;
	if (route == ROUTE_IO_URING_FIXED) {
		const int registered =
			register_with(ring, IORING_REGISTER_FILES, &call->fd, 1);

		if (registered < 0)
			return registered;
		request.flags = IOSQE_FIXED_FILE;
		request.fd = 0;
	}
	return submit(ring, &request);
}

static int open_ring_for(struct ring *const ring, const enum route route)
{
	const bool is_polled = route == ROUTE_IO_URING_SQPOLL || route == ROUTE_EARLY_SQPOLL;
	const int opened = open_ring(ring, is_polled ? IORING_SETUP_SQPOLL : 0);

	if (opened < 0)
		return opened;
	if (route == ROUTE_IO_URING_PERSONALITY || route == ROUTE_EARLY_PERSONALITY)
		ring->personality = register_with(ring, IORING_REGISTER_PERSONALITY, NULL, 0);
	return 0;
}

int call_by_new_ring(const struct socket_call *const call, const enum route route)
{
	struct ring ring;
	int answer = open_ring_for(&ring, route);

	if (answer < 0)
		return answer;
	answer = call_by_ring(&ring, call, route);
	close_ring(&ring);
	return answer;
}

void make_early_ring(const enum route route)
{
	open_ring_for(&early_rings[route], route);
}

int call_by_early_ring(const struct socket_call *const call, const enum route route)
{
	struct ring *const ring = &early_rings[route];

	return ring->fd < 0 ? ring->fd : call_by_ring(ring, call, route);
}

void forget_rings(void)
{
	for (int route = 0; route <= ROUTE_EARLY_PERSONALITY; route++) {
		unmap_ring(&early_rings[route]);
		early_rings[route] = (struct ring){};
	}
}
