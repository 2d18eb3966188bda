// SPDX-License-Identifier: GPL-2.0 OR MIT

#include <stddef.h>
#include <string.h>

#include "calls.h"
#include "directory.h"
#include "forms.h"
#include "sandbox.h"
#include "words.h"

static uint64_t port_from(const int64_t *const values, const int *const sock)
{
	switch (values[0]) {
	case BY_LETTER:
		return port(values[1]);
	case OF_SOCKET:
		return port_of(sock[values[1]]);
	default:
		return values[1];
	}
}

/* Up to eight bytes, the first one lowest. */
static const char *name_from(const int64_t value)
{
	static char name[sizeof(value) + 1];

	for (size_t i = 0; i < sizeof(value); i++)
		name[i] = (uint64_t)value >> 8 * i;
	return name;
}

static const struct address *whole_address(const int64_t *const values, const int *const sock)
{
	switch (values[0]) {
	case NAMELESS:
		return unix_nameless();
	case ABSTRACT:
		return unix_abstract(name_from(values[1]));
	case PATHNAME:
		return unix_file(name_from(values[1]));
	case VSOCK:
		return vsock(values[1], port_from(values + 3, sock));
	case PACKETS:
		return packets(values[1], values[2]);
	case ALG_HASH:
		return alg_hash(name_from(values[1]));
	case IPV4:
		return ipv4(values[1], hosts[values[2]], port_from(values + 3, sock));
	default:
		return ipv6(values[1], hosts[values[2]], port_from(values + 3, sock));
	}
}

const struct address *address_from(const struct op *const op, const int first,
				   const int *const sock)
{
	const int64_t *const values = op->values + first;
	const bool is_inet = values[0] == IPV4 || values[0] == IPV6;
	const struct address *const address =
		values[0] == NO_ADDRESS ? NULL : whole_address(values, sock);

	return is_inet && values[5] >= 0 ? with_length(address, values[5]) : address;
}

int ruleset_from(const struct op *const op, const int first, const int *const ruleset)
{
	const int64_t slot = op->values[first];

	if (slot == FOREIGN)
		return foreign_fd();
	if (slot == NO_DESCRIPTOR)
		return -2;
	return slot == NO_RULESET ? -1 : ruleset[slot];
}

const struct ruleset_words *ruleset_attr_from(const struct op *const op, const int first)
{
	/* Others pass theirs at the same time. */
	static struct ruleset_words attrs[MAX_ACTORS];
	struct ruleset_words *const attr = &attrs[this_actor()];

	if (op->values[first] == NULL_POINTER)
		return NULL;
	if (op->values[first] == UNMAPPED)
		return NOWHERE;
	memcpy(attr->words, op->values + first + 1, sizeof(attr->words));
	return attr;
}

static int parent_from(const int64_t *const values, const int ruleset)
{
	switch (values[0]) {
	case RULESET_ITSELF:
		return ruleset;
	case DIRECTORY:
		return directory_fd();
	case PATH:
		return path_fd(name_from(values[1]));
	default:
		return -1;
	}
}

/* Followed by zeros, for a kernel that reads more. */
struct rule_words {
	uint64_t allowed_access;
	union {
		uint64_t port;
		int32_t numbers[6];
	};
};

const void *rule_attr_from(const struct op *const op, const int first, const int *const sock,
			   const int ruleset)
{
	static struct rule_words attrs[MAX_ACTORS];
	struct rule_words *const attr = &attrs[this_actor()];
	const int64_t *const values = op->values + first;

	memset(attr, 0, sizeof(*attr));
	attr->allowed_access = values[1];
	switch (values[0]) {
	case NULL_RULE:
		return NULL;
	case UNMAPPED_RULE:
		return NOWHERE;
	case NET_PORT:
		attr->port = port_from(values + 2, sock);
		break;
	case PATH_BENEATH:
		attr->numbers[0] = parent_from(values + 2, ruleset);
		break;
	case SOCKET:
	case SOCKET_V4:
		for (int i = 0; i < 3; i++)
			attr->numbers[i] = values[2 + i];
		break;
	}
	return attr;
}
