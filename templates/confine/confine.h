/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * What confines a program before it runs. What this kernel lacks is left out;
 * what it has and refuses ends the whole, since nobody would notice otherwise.
 */
#ifndef CONFINE_H
#define CONFINE_H

#include <stdbool.h>
#include <sys/types.h>

/* The exit codes of env(1), timeout(1) and their like. */
#define EXIT_OF_OURS 125
#define EXIT_CANNOT_RUN 126
#define EXIT_NOT_FOUND 127

/* Says on one line what failed, with the errno, and exits. */
__attribute__((noreturn, format(printf, 1, 2))) void fail(const char *format, ...);

/* A path, and what may be done beneath it. */
struct view {
	enum { READ, EXECUTE, WRITE } kind;
	const char *path;
};

/* The ABI of the Landlock of this kernel, 0 without one. */
int landlock_abi(void);
/*
 * Denies every access to files that is not in a view, every port, and what
 * leads to processes outside.
 */
void restrict_by_landlock(const struct view *views, int count);

/* Whether this kernel takes a filter of system calls for this architecture. */
bool filters_sockets(void);
/* Denies to open a socket, and the ring by which one could be had. */
void filter_sockets(void);

/*
 * Asks for a signal when the parent ends, which it may have done before it could
 * be asked for; 0 is whoever it is.
 */
void die_with(pid_t parent, int signal);
/* Closes every descriptor from that one on. */
void close_from(unsigned int first);

/*
 * Returns in a child, whose end this process then repeats. What descends from
 * the child does not outlive this process, however that one ends.
 */
void fork_guarded(void);

#endif
