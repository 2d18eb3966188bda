/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* Programs as they come over a channel; generator/suite/render/wire/encode.ts writes them. */
#ifndef WIRE_H
#define WIRE_H

#include <stdbool.h>
#include <stdint.h>

#include "actors.h"

#define MAX_VALUES 16

/* A step: which call of perform.c it is, by whom and how, and the numbers that it is told with. */
struct op {
	unsigned int call;
	int actor;
	/* An enum route. */
	int route;
	/* It begins together with the one before it, and one less than so much later; 0 if it does not. */
	int at_once;
	/* Where its descriptor is kept. */
	int slot;
	int64_t values[MAX_VALUES];
};

struct program {
	/* Which ports and names are its own. */
	int number;
	bool needs_directory;
	/* LOG_AUDIT and what follows it: what it reads. */
	int logs;
	bool needs_mailbox;
	/* A bit for each route that needs something made before. */
	unsigned int early_routes;
	int count;
	struct op ops[MAX_STEPS];
};

/*
 * Reads the next program from a descriptor, and returns whether there was one.
 * Exits if what comes is no program.
 */
bool read_program(int fd, struct program *program);

#endif
