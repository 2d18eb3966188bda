// SPDX-License-Identifier: GPL-2.0 OR MIT

#define _GNU_SOURCE
#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "ask.h"
#include "landlock_uapi.h"
#include "socket_rules.h"

#define MAX_FIELDS 32
#define MAX_RULE_SIZE 64

int field_behind_abi(void)
{
	const long abi = syscall(__NR_landlock_create_ruleset, NULL, 0,
				 LANDLOCK_CREATE_RULESET_VERSION);

	if (abi < 4)
		return 1;
	if (abi < 6)
		return 2;
	return abi < 10 ? 3 : 6;
}

int handle_right(const int field, const enum socket_right right)
{
	uint64_t fields[MAX_FIELDS] = {};

	if (field >= MAX_FIELDS)
		return -1;
	fields[field] = 1ULL << right;
	return syscall(__NR_landlock_create_ruleset, fields, (field + 1) * sizeof(*fields), 0);
}

bool enforce_ruleset(const int ruleset)
{
	return !prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) &&
	       !syscall(__NR_landlock_restrict_self, ruleset, 0);
}

/* The ruleset that a child asks about. */
static int asked;

static enum answer is_creation_denied(void)
{
	if (!enforce_ruleset(asked))
		return CANNOT_TELL;
	return socket(AF_UNIX, SOCK_DGRAM, 0) < 0 && errno == EACCES ? YES : NO;
}

bool denies_creation(const int field)
{
	bool denies;

	asked = handle_right(field, CREATE);
	if (asked < 0)
		return false;
	denies = ask_in_child(is_creation_denied) == YES;
	close(asked);
	return denies;
}

/* The end of memory that can be read: behind it there is none. */
static char *end_of_memory(void)
{
	static char *end;

	if (!end) {
		const size_t page = sysconf(_SC_PAGESIZE);
		char *const pages = mmap(NULL, 2 * page, PROT_READ | PROT_WRITE,
					 MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

		if (pages == MAP_FAILED || mprotect(pages + page, page, PROT_NONE))
			die("memory with an end");
		end = pages + page;
	}
	return end;
}

static long add_bytes(const int ruleset, const int type, const void *const rule,
		      const size_t size)
{
	char *const at = end_of_memory() - size;

	memcpy(at, rule, size);
	return syscall(__NR_landlock_add_rule, ruleset, type, at, 0);
}

long add_socket_rule(const int ruleset, const int type, const struct socket_rule *const rule,
		     const size_t size)
{
	return add_bytes(ruleset, type, rule, size);
}

/* A rule without any right is ENOMSG as soon as all of it can be read, and EFAULT before. */
size_t rule_size(const int ruleset, const int type)
{
	static const char zeros[MAX_RULE_SIZE];

	for (size_t size = sizeof(uint64_t); size <= MAX_RULE_SIZE; size += sizeof(uint32_t)) {
		if (!add_bytes(ruleset, type, zeros, size))
			return 0;
		if (errno == ENOMSG)
			return size;
		if (errno != EFAULT)
			return 0;
	}
	return 0;
}
