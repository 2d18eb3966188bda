// SPDX-License-Identifier: GPL-2.0 OR MIT

#define _GNU_SOURCE
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

#include "ask.h"
#include "choices.h"
#include "socket_rules.h"

#define ANY (-1)
/* None that a rule can name, whatever its ranges are. */
#define ODD_PROTOCOL (-1)
#define FIRST_OF_FAMILY 1
#define LAST_POSTED 254
#define LAST_POSTED_PROTOCOL 65534

/* Where the right is, and what the rules are. */
static int field, type;

static int add(const int ruleset, const int of_family, const int of_type, const int protocol)
{
	const struct socket_rule rule = {
		.allowed_access = 1ULL << CREATE,
		.family = of_family,
		.type = of_type,
		.protocol = protocol,
	};

	return add_socket_rule(ruleset, type, &rule, SIZE_BY_PROTOCOL) ? errno : 0;
}

/* What adding a rule to a new ruleset comes to: 0 or an errno. */
static int take(const int of_family, const int of_type, const int protocol)
{
	const int ruleset = handle_right(field, CREATE);
	const int err = ruleset < 0 ? errno : add(ruleset, of_family, of_type, protocol);

	if (ruleset >= 0)
		close(ruleset);
	return err;
}

/* Whether a sandbox with one rule lets a socket be made, whatever the family says to it. */
static enum answer lets(const struct socket_rule rule, const int of_family, const int of_type,
			const int protocol)
{
	const int ruleset = handle_right(field, CREATE);

	if (ruleset < 0 || add(ruleset, rule.family, rule.type, rule.protocol) ||
	    !enforce_ruleset(ruleset))
		return CANNOT_TELL;
	return socket(of_family, of_type, protocol) < 0 && errno == EACCES ? NO : YES;
}

static struct socket_rule rule_for(const int of_family, const int of_type, const int protocol)
{
	return (struct socket_rule){
		.family = of_family,
		.type = of_type,
		.protocol = protocol,
	};
}

static enum answer is_zero_tcp(void)
{
	return lets(rule_for(AF_INET, SOCK_STREAM, 0), AF_INET, SOCK_STREAM, IPPROTO_TCP);
}

static enum answer is_unix_one_protocol(void)
{
	return lets(rule_for(AF_UNIX, SOCK_STREAM, 0), AF_UNIX, SOCK_STREAM, FIRST_OF_FAMILY);
}

static enum answer is_raw_unix_a_datagram(void)
{
	return lets(rule_for(AF_UNIX, SOCK_DGRAM, 0), AF_UNIX, SOCK_RAW, 0);
}

static enum answer is_packet_an_alias(void)
{
	return lets(rule_for(AF_INET, SOCK_PACKET, 0), AF_INET, SOCK_PACKET, 0);
}

static enum answer does_any_protocol_let_odd_ones(void)
{
	return lets(rule_for(AF_INET, SOCK_STREAM, ANY), AF_INET, SOCK_STREAM, ODD_PROTOCOL);
}

static const char *default_protocol(void)
{
	const enum answer tcp = ask_in_child(is_zero_tcp);
	const enum answer one = ask_in_child(is_unix_one_protocol);
	const enum answer raw = ask_in_child(is_raw_unix_a_datagram);

	if (tcp == YES && one == YES && raw == NO)
		return "mapped";
	if (tcp == NO && one == YES && raw == YES)
		return "canonical";
	return tcp == NO && one == NO && raw == NO ? "given" : NULL;
}

static const char *either(const enum answer answer, const char *const yes, const char *const no)
{
	if (answer == CANNOT_TELL)
		return NULL;
	return answer == YES ? yes : no;
}

static const char *packet_alias(void)
{
	return either(ask_in_child(is_packet_an_alias), "yes", "no");
}

static const char *ranges(void)
{
	const int last = take(LAST_POSTED, SOCK_STREAM, 0);
	const int last_type = take(AF_INET, LAST_POSTED, 0);
	const int behind = take(AF_INET, SOCK_STREAM, LAST_POSTED_PROTOCOL + 1);

	if (take(LAST_POSTED + 1, SOCK_STREAM, 0) != EINVAL ||
	    take(AF_INET, SOCK_STREAM, LAST_POSTED_PROTOCOL))
		return NULL;
	if (!last && !last_type && behind == EINVAL)
		return "posted";
	return last == EINVAL && last_type == EINVAL && !behind ? "kernel" : NULL;
}

static const char *odd_protocol(void)
{
	return either(ask_in_child(does_any_protocol_let_odd_ones), "by_wildcard", "denied");
}

static const char *any_type(void)
{
	const int err = take(AF_INET, ANY, 0);

	if (!err)
		return "yes";
	return err == EINVAL ? "no" : NULL;
}

void report_choices(const int of_field, const int of_type)
{
	static const struct {
		const char *name;
		const char *(*found)(void);
	} decisions[] = {
		{ "default_protocol", default_protocol },
		{ "packet_alias", packet_alias },
		{ "ranges", ranges },
		{ "odd_protocol", odd_protocol },
		{ "any_type", any_type },
	};

	field = of_field;
	type = of_type;
	for (size_t i = 0; i < ARRAY_SIZE(decisions); i++) {
		const char *const found = decisions[i].found();

		if (found)
			printf("# target choice %s %s\n", decisions[i].name, found);
		else
			printf("# target strange %s is none of its choices\n", decisions[i].name);
	}
}
