/* SPDX-License-Identifier: GPL-2.0 OR MIT */
#ifndef RUN_H
#define RUN_H

#include "harness.h"

/* How a test ended: by itself, by its alarm, or by something that nobody expected. */
enum end {
	DONE,
	HANG,
	CRASH,
};

/* Which of these a status of wait(2) tells of. */
enum end end_of(int status);

/*
 * Ends the line of a result with how the test ended, unless it did so by itself
 * and nothing of these logs was lost.
 */
void print_end(int status, unsigned int timeout, int lost_logs);

/* Runs a test to its end, and returns the status of the process that tells the most. */
int run_test(struct test *test);

#endif
