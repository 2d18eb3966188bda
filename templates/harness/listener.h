/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * A process beside the tests that listens to what Landlock logs: it keeps the
 * privilege that it takes, and no sandbox of a test is about it.
 */
#ifndef LISTENER_H
#define LISTENER_H

#include <stdbool.h>

/*
 * Has what happens from now on logged, for which it is started once, or, as that
 * takes time, nothing where nobody reads it; returns 0 or -errno.
 */
int choose_logging(bool is_read);

/* Returns whether every record since the beginning was received. */
bool end_logging(void);


/* Ends it, so that another suite may listen at once. */
void stop_listening(void);

/*
 * For a test: the records of Landlock since the last call or since the
 * beginning, as records.h writes them, or "lost" if some were.
 */
const char *read_audit(void);

#endif
