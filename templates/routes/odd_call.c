// SPDX-License-Identifier: GPL-2.0 OR MIT

#define _GNU_SOURCE
#include <errno.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "compat.h"
#include "landlock_designs.h"
#include "odd_call.h"
#include "sandbox.h"

#if NEED(odd_call)
/* Where nothing else lies, and 4 GiB above that. */
#define LOW 0x70000000
#define ABOVE (LOW + (1ULL << 32))
#define PAGES 3
/* What stands above an argument of 32 bits. */
#define FULL (0x5a5a5a5aULL << 32)

/* The route of a call while it lasts, what it points to, and why it could not be made. */
static struct {
	enum route route;
	enum call_kind kind;
	char *mapped[2];
	long arguments[6];
	int err;
} odd;

static size_t page_size(void)
{
	return sysconf(_SC_PAGESIZE);
}

/* Pages at some address, or anywhere; NULL if they cannot be had. */
static char *map_pages(const uint64_t address)
{
	const int fixed = address ? MAP_FIXED_NOREPLACE : 0;
	char *const pages = mmap((void *)(uintptr_t)address, PAGES * page_size(),
				 PROT_READ | PROT_WRITE,
				 MAP_PRIVATE | MAP_ANONYMOUS | fixed, -1, 0);

	if (pages == MAP_FAILED) {
		odd.err = -errno;
		return NULL;
	}
	odd.mapped[odd.mapped[0] ? 1 : 0] = pages;
	return pages;
}

/* How many bytes of a rule the kernel reads. */
static size_t rule_size(const long type)
{
	switch (type) {
	case LANDLOCK_RULE_PATH_BENEATH:
		return sizeof(uint64_t) + sizeof(int32_t);
	case LANDLOCK_RULE_SOCKET_V4:
		return sizeof(uint64_t) + 3 * sizeof(int32_t);
	default:
		return 2 * sizeof(uint64_t);
	}
}

/* Two pages, and behind them one that is not there. */
static char *place_at_edge(const char *const attr, const size_t size)
{
	char *const first = map_pages(0);
	char *last, *end, *place;

	if (!first)
		return NULL;
	last = first + page_size();
	end = last + page_size();
	if (mprotect(end, page_size(), PROT_NONE)) {
		odd.err = -errno;
		return NULL;
	}
	switch (odd.route) {
	case ROUTE_UNALIGNED:
		place = first + 1;
		break;
	case ROUTE_PAGE_CROSSING:
		place = last - size / 2;
		break;
	case ROUTE_PAGE_CUT:
		memcpy(end - size + 1, attr, size - 1);
		return end - size + 1;
	default:
		place = end - size;
		break;
	}
	memcpy(place, attr, size);
	return place;
}

/* The attribute lies at one of two addresses that differ in their upper halves. */
static char *place_by_half(const char *const attr, const size_t size)
{
	char *const below = map_pages(LOW);
	char *const above = map_pages(ABOVE);

	if (!below || !above)
		return NULL;
	if (odd.route == ROUTE_HIGH_MEMORY) {
		memcpy(above, attr, size);
		return above;
	}
	memcpy(below, attr, size);
	if (mprotect(above, PAGES * page_size(), PROT_NONE))
		odd.err = -errno;
	return above;
}

static void move_attr(long *const pointer, const size_t size)
{
	const char *const attr = (const char *)*pointer;
	const bool is_wide = odd.route == ROUTE_HIGH_MEMORY || odd.route == ROUTE_LOW_HALF;

	/* What is not there cannot be copied, and of more than a page the kernel reads nothing. */
	if (!attr || attr == NOWHERE || size == 0 || size > page_size())
		return;
	*pointer = (long)(is_wide ? place_by_half(attr, size) : place_at_edge(attr, size));
}

/* A bit for each argument that is 32 bits wide, the first argument's the lowest. */
static unsigned int narrow_arguments(const long number)
{
	switch (number) {
	case SYS_socket:
		return 0x7;
	case SYS_bind:
	case SYS_connect:
	case SYS_sendmsg:
		return 0x5;
	case SYS_listen:
	case __NR_landlock_restrict_self:
		return 0x3;
#ifdef SYS_accept
	case SYS_accept:
		return 0x1;
#endif
	case SYS_accept4:
		return 0x9;
	case SYS_sendto:
		return 0x29;
	case SYS_sendmmsg:
		return 0xd;
	case SYS_setsockopt:
		return 0x17;
	case SYS_getsockopt:
		return 0x7;
	case __NR_landlock_create_ruleset:
		return 0x4;
	case __NR_landlock_add_rule:
		return 0xb;
	default:
		return 0;
	}
}

static void fill_registers(long words[7])
{
	const unsigned int narrow = narrow_arguments(words[0]);

	for (int i = 0; i < 6; i++)
		if (narrow & (1U << i))
			words[i + 1] = (long)(FULL | (uint32_t)words[i + 1]);
	if (!narrow)
		odd.err = -ENOSYS;
}

#if NEED(ROUTE_SOCKETCALL)
/* Its arguments lie in memory, one after the other. */
static void pass_to_socketcall(long words[7])
{
	memcpy(odd.arguments, &words[1], sizeof(odd.arguments));
	words[0] = SOCKETCALL;
	words[1] = socketcall_number(odd.kind);
	words[2] = (long)odd.arguments;
}
#endif

void make_odd(long words[7])
{
	if (odd.route == ROUTE_SYSCALL)
		return;
	if (odd.route == ROUTE_HIGH_BITS)
		fill_registers(words);
#if NEED(ROUTE_SOCKETCALL)
	else if (odd.route == ROUTE_SOCKETCALL)
		pass_to_socketcall(words);
#endif
	else if (words[0] == __NR_landlock_create_ruleset)
		move_attr(&words[1], words[2]);
	else if (words[0] == __NR_landlock_add_rule)
		move_attr(&words[3], rule_size(words[2]));
	else
		odd.err = -ENOSYS;
}

static void unmap_pages(void)
{
	for (int i = 0; i < 2; i++) {
		if (odd.mapped[i])
			munmap(odd.mapped[i], PAGES * page_size());
		odd.mapped[i] = NULL;
	}
}

int call_oddly(const struct socket_call *const call, const enum route route)
{
	int answer;

	odd.err = 0;
	odd.route = route;
	odd.kind = call->kind;
	answer = do_syscall(call);
	odd.route = ROUTE_SYSCALL;
	unmap_pages();
	return odd.err ? odd.err : answer;
}
#endif
