// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Which proposals for sockets a kernel has. Their field stands behind those of
 * its ABI, so it is looked for where the known bytes end.
 */

#define _GNU_SOURCE
#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <unistd.h>

#include "ask.h"
#include "designs.h"
#include "landlock_uapi.h"

#define MAX_FIELDS 16
#define MAX_RIGHTS 31
#define FIRST_FAMILY 1
#define FIRST_TYPE 1

#define RULE_SOCKET 3
#define RULE_SOCKET_V4 4

enum right {
	CREATE,
	PROTOCOL,
	USE,
	RECEIVE,
	SEND,
};

/* A rule of either form, which is read up to where its own ends. */
struct socket_rule {
	uint64_t allowed_access;
	int32_t family;
	int32_t type;
	int32_t protocol;
};

/* How many fields a program that knows this ABI would pass. */
static int merged_fields(void)
{
	const long abi = syscall(__NR_landlock_create_ruleset, NULL, 0,
				 LANDLOCK_CREATE_RULESET_VERSION);

	if (abi < 4)
		return 1;
	if (abi < 6)
		return 2;
	return abi < 10 ? 3 : 6;
}

/* A ruleset that handles one right of sockets, in the field behind the merged ones. */
static int handle(const enum right right)
{
	uint64_t fields[MAX_FIELDS] = {};
	const int last = merged_fields();

	fields[last] = 1ULL << right;
	return syscall(__NR_landlock_create_ruleset, fields, (last + 1) * sizeof(*fields), 0);
}

static bool is_right_known(const enum right right)
{
	const int ruleset = handle(right);

	if (ruleset >= 0)
		close(ruleset);
	return ruleset >= 0;
}

static long add(const int ruleset, const int type, const uint64_t allowed)
{
	const struct socket_rule rule = {
		.allowed_access = allowed,
		.family = FIRST_FAMILY,
		.type = FIRST_TYPE,
	};

	return syscall(__NR_landlock_add_rule, ruleset, type, &rule, 0);
}

/* Of a type that is known, a rule without any right is ENOMSG. */
static bool is_type_known(const int ruleset, const int type)
{
	return add(ruleset, type, 0) < 0 && errno == ENOMSG;
}

static bool grants_creation(const int type)
{
	const int ruleset = handle(CREATE);
	const bool grants = ruleset >= 0 && is_type_known(ruleset, type) &&
			    !add(ruleset, type, 1ULL << CREATE);

	if (ruleset >= 0)
		close(ruleset);
	return grants;
}

static bool has_socket_create(void)
{
	return grants_creation(RULE_SOCKET);
}

static bool has_socket_create_v4(void)
{
	return grants_creation(RULE_SOCKET_V4);
}

static bool has_socket_protocol(void)
{
	return is_right_known(PROTOCOL);
}

static bool has_socket_fd(void)
{
	return is_right_known(USE) && is_right_known(RECEIVE) && is_right_known(SEND);
}

void report_designs(void)
{
	static const struct {
		const char *name;
		bool (*is_there)(void);
	} designs[] = {
		{ "socket-create", has_socket_create },
		{ "socket-protocol", has_socket_protocol },
		{ "socket-fd", has_socket_fd },
		{ "socket-create-v4", has_socket_create_v4 },
	};

	for (size_t i = 0; i < ARRAY_SIZE(designs); i++)
		if (designs[i].is_there())
			printf("# target design %s\n", designs[i].name);
	/* Of a design that is somebody else's, what can be seen is its rights. */
	for (int right = SEND + 1; right < MAX_RIGHTS; right++)
		if (is_right_known(right))
			printf("# target right %d\n", right);
	fflush(stdout);
}
