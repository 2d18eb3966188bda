/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * What is read out of a log as text without blanks that is the same in every
 * run: what is logged stands behind each other with "+" between, or there are
 * "none". Objects are numbered in the order in which they come up, processes
 * are known by their actors, ports by their letters, and names without what
 * keeps them apart from those of other tests.
 */
#ifndef LOG_TEXT_H
#define LOG_TEXT_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#if NEED(audit) || NEED(events)
#define VALUE_SIZE 512

/* Kinds of objects, each numbered for itself. */
enum objects {
	DOMAINS_OF_RECORDS,
	DOMAINS_OF_EVENTS,
	RULESETS_OF_EVENTS,
	OBJECT_KINDS,
};

/* A new test begins, with objects and texts of its own. */
void forget_objects(void);

int number_of(enum objects kind, uint64_t id);

/* Starts a text, behind those before it. */
void start_text(void);

/* Ends the text; returns whether all of it had place. */
bool end_text(void);

const char *text_of_log(void);

void add_text(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* What stands between this and what was logged before it. */
const char *separator(void);

void add_actor(const char *what, pid_t pid);

void add_port(const char *what, int number);

/* A path, or "@" and the name of an abstract socket. */
void add_path(const char *name);
#endif

#endif
