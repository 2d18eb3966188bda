/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * A process beside the programs that ends one in which no step ends for too long,
 * once it has told where each of its threads is in the kernel: cheaper than an alarm
 * for each, and a program that goes on may take its time.
 */
#ifndef WATCH_H
#define WATCH_H

#include <stdbool.h>

/*
 * Starts it; returns 0 or -errno. So many seconds may pass without a step; with signs,
 * it says now and then that a program goes on.
 */
int start_watching(unsigned int seconds, bool signs);

/* A program begins, or has ended. */
void begin_watch(void);
void end_watch(void);

/* Ends it. */
void stop_watching(void);

#endif
