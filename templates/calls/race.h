/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* A thread that acts at the same time as the own one, try by try. */
#ifndef RACE_H
#define RACE_H

#include <stdbool.h>
#include <stdint.h>

#if NEED(OP_RACE)
/* What the two threads share. They have one errno between them, so the partner has none. */
struct race {
	/* Counts the tries that were begun, and those that the partner has ended. */
	uint32_t begun;
	uint32_t ended;
	uint32_t is_there;
	bool is_over;
	int sock;
	int ruleset;
	/* What the partner's calls gave: the one that enforces, and those that are judged. */
	int returned;
	int verdicts[3];
};
#endif

#if !ALONE
extern struct race race;

/* A system call that writes nothing to errno. */
long call(long number, long a, long b, long c, long d, long e, long f);

/* The threads come in another order, or at another distance, in each try. */
void stagger(int try);

bool start_partner(int (*run)(void *));
/* Returns when there is none. */
void await_partner(void);

/* What a partner does: it acts once in each try, in a sandbox if it enforces the ruleset first. */
int act_in_tries(void (*act)(int try));
int act_in_sandbox(void (*act)(int try));

/* Starts such a partner; returns 0 when it is in its sandbox, or -errno. */
int begin_race(int (*partner)(void *));
void end_race(void);

/* Lets the partner act from now on; waits until it has. */
void begin_try(int try);
void end_try(int try);
#endif

/* What a try may give, by number; the first kinds must not be. */
#define KINDS 8

#if !ALONE
void begin_counting(void);
/* Counts what a try gave, and answers whether to go on. */
bool count(int try, int kind, int first_allowed);
/* Names up to NULL, or all of them. */
void print_counts(const char *const *names);
#endif

#endif
