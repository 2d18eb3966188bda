/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * What a call is told with, out of the numbers of an op from the first one on.
 * Each stands where the one before stood.
 */
#ifndef WORDS_H
#define WORDS_H

#include "address.h"
#include "wire.h"

/* As long as any attribute of a ruleset that a suite has a struct for. */
struct ruleset_words {
	uint64_t words[7];
};

/* Six numbers; NULL for no address. */
const struct address *address_from(const struct op *op, int first, const int *sock);

/* A slot, -1 for no descriptor, -2 for one of something else. */
int ruleset_from(const struct op *op, int first, const int *ruleset);

/* Whether there is one, and then its words. */
const struct ruleset_words *ruleset_attr_from(const struct op *op, int first);

/* Which kind it is, and then what it is made of; its ruleset is named at a further place. */
const void *rule_attr_from(const struct op *op, int first, const int *sock, int ruleset);

#endif
