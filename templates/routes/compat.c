// SPDX-License-Identifier: GPL-2.0 OR MIT

#define _GNU_SOURCE
#include <errno.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>

#include "compat.h"
#include "raw_call.h"

#define ARGUMENTS 6
#define NR_SOCKETCALL 102

#if NEED(compat)
/* What 32 bits see as struct iovec, struct msghdr and struct mmsghdr. */
struct compat_iovec {
	uint32_t base;
	uint32_t length;
};

struct compat_mmsghdr {
	uint32_t name;
	int32_t name_length;
	uint32_t iov;
	uint32_t iov_length;
	uint32_t control;
	uint32_t control_length;
	uint32_t flags;
	uint32_t sent;
};

/* Below 4 GiB, with all that a call points to. */
struct low_memory {
	char byte;
	struct address address;
	struct compat_iovec iov;
	struct compat_mmsghdr message;
	int32_t value;
	uint32_t value_length;
	uint32_t arguments[ARGUMENTS];
};

/* A call as the two ways need it. */
struct number {
	int nr;
	int socketcall;
};

static const struct number numbers[] = {
	[CALL_SOCKET] = { 359, 1 },   [CALL_BIND] = { 361, 2 },
	[CALL_CONNECT] = { 362, 3 },  [CALL_LISTEN] = { 363, 4 },
	[CALL_ACCEPT] = { 364, 18 },  [CALL_SEND] = { 369, 9 },
	[CALL_SENDTO] = { 369, 11 },  [CALL_SENDMSG] = { 370, 16 },
	[CALL_SENDMMSG] = { 345, 20 }, [CALL_SETSOCKOPT] = { 366, 14 },
	[CALL_GETSOCKOPT] = { 365, 15 },
};

#if NEED(ROUTE_SOCKETCALL)
int socketcall_number(const enum call_kind kind)
{
	return numbers[kind].socketcall;
}
#endif

#ifndef HAS_COMPAT
static int compat_call(const int number, const uint32_t *const arguments)
{
	return number && arguments ? -ENOSYS : -ENOSYS;
}
#endif

#ifndef MAP_32BIT
#define MAP_32BIT 0
#endif

static uint32_t low(const void *const pointer)
{
	return (uintptr_t)pointer;
}

static void fill_low_message(struct low_memory *const memory, const uint32_t name,
			     const socklen_t name_length)
{
	memory->iov = (struct compat_iovec){
		.base = low(&memory->byte),
		.length = 1,
	};
	memory->message = (struct compat_mmsghdr){
		.name = name,
		.name_length = name_length,
		.iov = low(&memory->iov),
		.iov_length = 1,
	};
}

/* One is passed by its length, the other has it written where that stands. */
static void fill_option(struct low_memory *const memory, const struct socket_call *const call)
{
	memory->value = call->value;
	memory->value_length = sizeof(memory->value);
	memory->arguments[1] = call->level;
	memory->arguments[2] = call->option;
	memory->arguments[3] = low(&memory->value);
	memory->arguments[4] = call->kind == CALL_SETSOCKOPT ? memory->value_length :
							      low(&memory->value_length);
}

static void fill(struct low_memory *const memory, const struct socket_call *const call)
{
	uint32_t *const arguments = memory->arguments;
	const uint32_t address = call->has_address ? low(&memory->address) : 0;
	const uint32_t length = call->address.length;

	memory->address = call->address;
	fill_low_message(memory, address, length);
	arguments[0] = call->fd;
	switch (call->kind) {
	case CALL_SOCKET:
		arguments[0] = call->domain;
		arguments[1] = call->type;
		arguments[2] = call->protocol;
		return;
	case CALL_BIND:
	case CALL_CONNECT:
		arguments[1] = address;
		arguments[2] = length;
		return;
	case CALL_LISTEN:
		arguments[1] = call->backlog;
		return;
	case CALL_ACCEPT:
		return;
	case CALL_SEND:
	case CALL_SENDTO:
		arguments[1] = low(&memory->byte);
		arguments[2] = 1;
		arguments[3] = call->flags;
		arguments[4] = address;
		arguments[5] = length;
		return;
	case CALL_SENDMSG:
		arguments[1] = low(&memory->message);
		arguments[2] = call->flags;
		return;
	case CALL_SENDMMSG:
		arguments[1] = low(&memory->message);
		arguments[2] = 1;
		arguments[3] = call->flags;
		return;
	case CALL_SETSOCKOPT:
	case CALL_GETSOCKOPT:
		fill_option(memory, call);
		return;
	case CALL_SPLICE:
	case CALL_SENDFILE:
	case CALL_BY_NUMBER:
	case CALL_KILL:
	case CALL_TGKILL:
	case CALL_PIDFD_SEND_SIGNAL:
	case CALL_SIGTIMEDWAIT:
		return;
	}
}

static int call_by(const struct socket_call *const call, const bool is_socketcall)
{
	const struct number *const number = &numbers[call->kind];
	struct low_memory *const memory = mmap(NULL, sizeof(*memory), PROT_READ | PROT_WRITE,
					       MAP_PRIVATE | MAP_ANONYMOUS | MAP_32BIT, -1, 0);
	int answer;

	if (memory == MAP_FAILED)
		return -errno;
	fill(memory, call);
	if (is_socketcall) {
		const uint32_t arguments[ARGUMENTS] = {
			number->socketcall,
			low(memory->arguments),
		};

		answer = compat_call(NR_SOCKETCALL, arguments);
	} else {
		answer = compat_call(number->nr, memory->arguments);
	}
	if (call->kind == CALL_GETSOCKOPT && answer == 0)
		answer = memory->value;
	munmap(memory, sizeof(*memory));
	return answer;
}
#endif

#if NEED(ROUTE_COMPAT)
int call_compat(const struct socket_call *const call)
{
	return call_by(call, false);
}
#endif

#if NEED(ROUTE_SOCKETCALL)
int call_socketcall(const struct socket_call *const call)
{
	return call_by(call, true);
}
#endif
