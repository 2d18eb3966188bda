/* SPDX-License-Identifier: GPL-2.0 OR MIT */
#ifndef WATCHED_CALL_H
#define WATCHED_CALL_H

#include <stdbool.h>
#include <sys/types.h>

#define MAX_BYTES 8192

/* A process that is within a call, and the bytes that it passed to it. */
struct process {
	pid_t pid;
	bool is_within;
	unsigned long long began;
	unsigned long long number;
	unsigned long long args[6];
	unsigned char bytes[MAX_BYTES];
	unsigned int size;
};

/* Takes what the call that begins is passed, and what the one that ends has given. */
void take_what_is_passed(struct process *process);
void take_what_is_given(struct process *process);

/* Tells of a call that ended after so many stops, if it is one of those that are told. */
void tell_call(const struct process *process, unsigned long long ended, long long result);

#endif
