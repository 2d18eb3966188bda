/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * The trace events of Landlock, for one process that receives them.
 *
 * They come to an instance of tracefs that is there for them alone, and are
 * taken out of it as they are read, with a word of those that had no place.
 */
#ifndef EVENTS_H
#define EVENTS_H

#include <stdbool.h>

#if !ALONE
/*
 * Has events made from now on, or no more; makes the instance the first time.
 * Returns 0 or -errno: it takes the right to tracefs, and nobody else who has
 * the instance.
 */
int choose_events(bool is_read);

/* Leaves nothing behind; calls nothing that a signal handler may not call. */
void close_events(void);

/*
 * Receives every event since the last time, each as a line of text. Returns 0,
 * or -errno: -ENOBUFS if some had no place.
 */
int receive_events(void (*each)(const char *line));
#endif

#endif
