// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * A program is a sequence of whole numbers, each in groups of seven bits with the
 * lowest ones first and the highest bit set in all bytes but the last; a number n
 * below 0 is sent as -2n - 1, any other one as 2n.
 */

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "coverage.h"
#include "id.h"
#include "seed.h"
#include "wire.h"

#define NEEDS_DIRECTORY 1
#define NEEDS_AUDIT 2
#define NEEDS_MAILBOX 4
#define NEEDS_EVENTS 8

#define MAX_DELAY 4095

/* Begins every program, so that what is garbled is noticed. */
#define MARK 76

/* Begin a seed, and edges that are asked for, which may come before a program. */
#define SEED_MARK 83
#define EDGES_MARK 69

static unsigned char buffer[64 * 1024];
static ssize_t filled, taken;

static void give_up(const char *const why)
{
	printf("Bail out! %s\n", why);
	exit(EXIT_FAILURE);
}

/* The next byte, or -1 at the end. */
static int next_byte(const int fd)
{
	if (taken == filled) {
		filled = read(fd, buffer, sizeof(buffer));
		taken = 0;
		if (filled <= 0) {
			filled = 0;
			return -1;
		}
	}
	return buffer[taken++];
}

static int64_t next_number(const int fd)
{
	uint64_t number = 0;
	int byte, shift = 0;

	do {
		byte = next_byte(fd);
		if (byte < 0 || shift > 63)
			give_up("The programs end in the middle of one.");
		number |= (uint64_t)(byte & 127) << shift;
		shift += 7;
	} while (byte & 128);
	return (int64_t)(number >> 1) ^ -(int64_t)(number & 1);
}

static int number_up_to(const int fd, const int most)
{
	const int64_t number = next_number(fd);

	if (number < 0 || number > most)
		give_up("What came is no program.");
	return number;
}

static void read_op(const int fd, struct op *const op)
{
	int count;

	op->call = number_up_to(fd, 255);
	op->actor = number_up_to(fd, MAX_ACTORS - 1);
	op->route = number_up_to(fd, 63);
	op->at_once = number_up_to(fd, MAX_DELAY + 1);
	op->slot = number_up_to(fd, MAX_SLOTS - 1);
	count = number_up_to(fd, MAX_VALUES);
	for (int i = 0; i < count; i++)
		op->values[i] = next_number(fd);
}

static void read_seed(const int fd)
{
	unsigned char seed[SEED_SIZE];

	for (int i = 0; i < SEED_SIZE; i++) {
		const int byte = next_byte(fd);

		if (byte < 0)
			give_up("The programs end in the middle of a seed.");
		seed[i] = byte;
	}
	reseed(seed);
	/* What was printed before the state was saved, nobody heard who hears this guest. */
	print_id();
}

static void read_edges(const int fd)
{
	const int count = number_up_to(fd, MAX_ASKED);

	for (int i = 0; i < count; i++)
		ask_for_edge(next_number(fd));
}

static int next_mark(const int fd)
{
	for (;;) {
		const int mark = next_byte(fd);

		if (mark == SEED_MARK)
			read_seed(fd);
		else if (mark == EDGES_MARK)
			read_edges(fd);
		else
			return mark;
	}
}

bool read_program(const int fd, struct program *const program)
{
	const int mark = next_mark(fd);
	int needs;

	if (mark < 0 || mark == 0)
		return false;
	if (mark != MARK)
		give_up("What came is no program.");
	program->number = number_up_to(fd, INT32_MAX);
	needs = number_up_to(fd, 15);
	program->needs_directory = needs & NEEDS_DIRECTORY;
	program->logs = (needs & NEEDS_AUDIT ? LOG_AUDIT : 0) |
			(needs & NEEDS_EVENTS ? LOG_EVENTS : 0);
	program->needs_mailbox = needs & NEEDS_MAILBOX;
	program->early_routes = number_up_to(fd, INT32_MAX);
	program->count = number_up_to(fd, MAX_STEPS);
	for (int i = 0; i < program->count; i++)
		read_op(fd, &program->ops[i]);
	return true;
}
