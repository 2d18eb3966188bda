/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * A process beside the tests that listens to what Landlock logs: it keeps the
 * privilege that it takes, and no sandbox of a test is about it.
 */
#ifndef LISTENER_H
#define LISTENER_H

#include <stdbool.h>

/*
 * Has what happens from now on logged in these logs (LOG_AUDIT and what follows
 * it), for which it is started once, and not in those that nobody reads, as that
 * takes time; returns 0 or -errno.
 */
int choose_logging(int logs);

/* Returns whether everything since the beginning was received. */
bool end_logging(void);

/* What is in these logs. */
const char *name_of_logs(int logs);

/* Ends it, so that another suite may listen at once. */
void stop_listening(void);

/*
 * For a test: the records of Landlock since the last call or since the
 * beginning, as records.h writes them, or "lost" if some were.
 */
const char *read_audit(void);

/* The same of its trace events, as traced.h writes them. */
const char *read_events(void);

#endif
