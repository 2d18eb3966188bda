// SPDX-License-Identifier: GPL-2.0 OR MIT

#define _GNU_SOURCE
#include <errno.h>
#if ALONE
#include <linux/stddef.h>
#endif
#include <linux/io_uring.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "result.h"
#include "ring.h"
#include "ring_request.h"

#define ENTRIES 2
#define IDLE_MILLISECONDS 1
#define MAX_RINGS 64

#if NEED(ring)
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

static struct ring rings[MAX_RINGS];
static int ring_count;
#endif

#if NEED(early_ring)
/* Those of the rings that the early routes take. */
static struct ring *early_rings[ROUTE_EARLY_PERSONALITY + 1];
#endif

#if NEED(ring)
static int enter(const int fd, const unsigned int submit, const unsigned int complete,
		 const unsigned int flags)
{
	return result(syscall(__NR_io_uring_enter, fd, submit, complete, flags, NULL, 0));
}

static int register_with(const struct ring *const ring, const unsigned int what,
			 const void *const arg, const unsigned int count)
{
	return result(syscall(__NR_io_uring_register, ring->fd, what, arg, count));
}

static void *map(const struct ring *const ring, const size_t size, const off_t offset)
{
	return mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_POPULATE, ring->fd,
		    offset);
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
#endif

#if !ALONE
static void unmap_ring(const struct ring *const ring)
{
	if (ring->requests && ring->requests != MAP_FAILED)
		munmap(ring->requests, requests_size(ring));
	if (ring->queues && ring->queues != MAP_FAILED)
		munmap(ring->queues, ring->size);
}
#endif

#if NEED(ring)
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
	return ring->queues == MAP_FAILED || ring->requests == MAP_FAILED ? -ENOMEM : 0;
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

/* The same with the descriptor registered, but no longer: the ring would keep the socket. */
static int submit_fixed(const struct ring *const ring, struct io_uring_sqe *const request)
{
	int answer = register_with(ring, IORING_REGISTER_FILES, &request->fd, 1);

	if (answer < 0)
		return answer;
	request->flags = IOSQE_FIXED_FILE;
	request->fd = 0;
	answer = submit(ring, request);
	register_with(ring, IORING_UNREGISTER_FILES, NULL, 0);
	return answer;
}

static int call_by_ring(struct ring *const ring, const struct socket_call *const call,
			const enum route route)
{
	struct request request;
	int answer;

	fill_request(&request, call, route);
	request.sqe.personality = ring->personality;
	if (route == ROUTE_IO_URING_ASYNC)
		request.sqe.flags = IOSQE_ASYNC;
	answer = route == ROUTE_IO_URING_FIXED ? submit_fixed(ring, &request.sqe) :
						 submit(ring, &request.sqe);
	/* A ring answers with the length of an option. */
	return call->kind == CALL_GETSOCKOPT && answer >= 0 ? request.value : answer;
}

static unsigned int setup_flags(const enum route route)
{
	if (route == ROUTE_IO_URING_SQPOLL || route == ROUTE_EARLY_SQPOLL)
		return IORING_SETUP_SQPOLL;
	/*
	 * Else a worker that has answered interrupts a later call, to free its request, and
	 * so does what was sent without a copy, to tell that. Here nobody is told: the ring
	 * takes no other request, and that its second completion comes is nothing to wait for.
	 */
	if (route == ROUTE_IO_URING_ASYNC || route == ROUTE_IO_URING_ZC)
		return IORING_SETUP_SINGLE_ISSUER | IORING_SETUP_DEFER_TASKRUN;
	return 0;
}

/* The next ring, or NULL with errno. */
static struct ring *make_ring(const enum route route)
{
	struct ring *const ring = &rings[ring_count];
	int opened;

	if (ring_count == MAX_RINGS) {
		errno = ENFILE;
		return NULL;
	}
	ring_count++;
	opened = open_ring(ring, setup_flags(route));
	if (opened < 0) {
		errno = -opened;
		return NULL;
	}
	if (route == ROUTE_IO_URING_PERSONALITY || route == ROUTE_EARLY_PERSONALITY)
		ring->personality = register_with(ring, IORING_REGISTER_PERSONALITY, NULL, 0);
	return ring;
}
#endif

#if NEED(new_ring)
int call_by_new_ring(const struct socket_call *const call, const enum route route)
{
	struct ring *const ring = make_ring(route);

	return ring ? call_by_ring(ring, call, route) : -errno;
}
#endif

#if NEED(early_ring)
int make_early_ring(const enum route route)
{
	early_rings[route] = make_ring(route);
	return early_rings[route] ? 0 : -errno;
}

int call_by_early_ring(const struct socket_call *const call, const enum route route)
{
	return early_rings[route] ? call_by_ring(early_rings[route], call, route) : -ENXIO;
}
#endif

#if !ALONE
void forget_rings(void)
{
	for (int i = 0; i < ring_count; i++)
		unmap_ring(&rings[i]);
	ring_count = 0;
	for (int route = 0; route <= ROUTE_EARLY_PERSONALITY; route++)
		early_rings[route] = NULL;
}
#endif
