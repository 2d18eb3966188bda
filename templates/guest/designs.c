// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Which proposals for sockets a kernel has. Their field stands behind those of
 * its ABI, and each form of rules has a number and a size; what looks like a
 * proposal and is none of these is told as such, and nothing is made of it.
 */

#define _GNU_SOURCE
#include <stdbool.h>
#include <stdio.h>
#include <unistd.h>

#include "ask.h"
#include "choices.h"
#include "designs.h"
#include "socket_rules.h"

#define MAX_RIGHTS 31
#define FIRST_STRANGE_FIELD 2
#define LAST_STRANGE_FIELD 15

#define RULE_SOCKET 3
#define RULE_SOCKET_V4 4
#define LAST_RULE 8

static int field;

static bool is_right_known(const enum socket_right right)
{
	const int ruleset = handle_right(field, right);

	if (ruleset >= 0)
		close(ruleset);
	return ruleset >= 0;
}

/* The size of the rules of a type that grant a right; 0 if there are none, or none that grants it. */
static size_t size_of_rules(const enum socket_right right, const int type)
{
	static const struct socket_rule first = {
		.family = 1,
		.type = 1,
	};
	const int ruleset = handle_right(field, right);
	size_t size = 0;

	if (ruleset >= 0) {
		struct socket_rule rule = first;

		rule.allowed_access = 1ULL << right;
		size = rule_size(ruleset, type);
		if ((size == SIZE_BY_TYPE || size == SIZE_BY_PROTOCOL) &&
		    add_socket_rule(ruleset, type, &rule, size))
			size = 0;
		close(ruleset);
	}
	return size;
}

static bool has_socket_create(void)
{
	return size_of_rules(CREATE, RULE_SOCKET) == SIZE_BY_TYPE;
}

/* The type of rules by protocol, which is the next free one or behind that of the others; 0 if there is none. */
static int type_by_protocol(void)
{
	if (size_of_rules(CREATE, RULE_SOCKET_V4) == SIZE_BY_PROTOCOL)
		return RULE_SOCKET_V4;
	return size_of_rules(CREATE, RULE_SOCKET) == SIZE_BY_PROTOCOL ? RULE_SOCKET : 0;
}

static bool has_socket_create_v4(void)
{
	return type_by_protocol() != 0;
}

static bool has_socket_protocol(void)
{
	return is_right_known(PROTOCOL) && size_of_rules(PROTOCOL, RULE_SOCKET) == SIZE_BY_TYPE;
}

static bool has_socket_fd(void)
{
	return is_right_known(USE) && is_right_known(RECEIVE) && is_right_known(SEND) &&
	       size_of_rules(USE, RULE_SOCKET) == SIZE_BY_TYPE;
}

/* A field that denies making sockets, and stands where none of ours does. */
static void report_strange_fields(void)
{
	for (int at = FIRST_STRANGE_FIELD; at <= LAST_STRANGE_FIELD; at++)
		if (at != field && denies_creation(at))
			printf("# target strange field at byte %zu\n", at * sizeof(uint64_t));
}

/* Rules that grant creation, and have another number or size than ours. */
static void report_strange_rules(void)
{
	for (int type = RULE_SOCKET; type <= LAST_RULE; type++) {
		const size_t size = size_of_rules(CREATE, type);
		const bool is_ours = type == type_by_protocol() ||
				     (type == RULE_SOCKET && size == SIZE_BY_TYPE);

		if (size && !is_ours)
			printf("# target strange rule %d of %zu bytes\n", type, size);
	}
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

	field = field_behind_abi();
	for (size_t i = 0; i < ARRAY_SIZE(designs); i++)
		if (designs[i].is_there())
			printf("# target design %s\n", designs[i].name);
	if (has_socket_create_v4()) {
		report_choices(field, type_by_protocol());
		printf("# target choice rule_number %s\n",
		       type_by_protocol() == RULE_SOCKET ? "three" : "four");
	}
	report_strange_fields();
	report_strange_rules();
	/* Of a design that is somebody else's, what can be seen is its rights. */
	for (int right = SEND + 1; right < MAX_RIGHTS; right++)
		if (is_right_known(right))
			printf("# target right %d\n", right);
	fflush(stdout);
}
