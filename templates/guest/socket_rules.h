/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* Rules for sockets as a kernel takes them, of which the size is found out first. */
#ifndef SOCKET_RULES_H
#define SOCKET_RULES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum socket_right {
	CREATE,
	PROTOCOL,
	USE,
	RECEIVE,
	SEND,
};

/* By family, type and protocol; the shorter form ends behind the type. */
struct socket_rule {
	uint64_t allowed_access;
	int32_t family;
	int32_t type;
	int32_t protocol;
} __attribute__((packed));

#define SIZE_BY_TYPE offsetof(struct socket_rule, protocol)
#define SIZE_BY_PROTOCOL sizeof(struct socket_rule)

/* The place of the field behind those of the ABI, in numbers of 64 bits. */
int field_behind_abi(void);

/* A ruleset that handles one right in the field at a place, or -1. */
int handle_right(int field, enum socket_right right);

/* Whether a right in the field at a place denies making a socket. */
bool denies_creation(int field);

/* How many bytes of a rule of a type the kernel reads, or 0 for a type that it does not know. */
size_t rule_size(int ruleset, int type);

/* Adds the first bytes of a rule, with nothing behind them that could be read. */
long add_socket_rule(int ruleset, int type, const struct socket_rule *rule, size_t size);

bool enforce_ruleset(int ruleset);

#endif
