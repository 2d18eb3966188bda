/* SPDX-License-Identifier: GPL-2.0 OR MIT */
#ifndef PERFORM_H
#define PERFORM_H

#include "wire.h"

/*
 * Takes a step as the generated tests do, with the descriptors of its actor by
 * slot, and notes what it gave.
 */
void perform(const struct op *op, int index, int *sock, int *ruleset);

/* Does the same call and keeps its descriptor, without a note; returns what it gave. */
int call_plainly(const struct op *op, int *sock, int *ruleset);

#endif
