/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * Signals between the processes of a test and their threads: each of them blocks
 * those that are sent, so that they wait until they are asked for. Each function
 * returns a value from 0 on, or -errno.
 */
#ifndef SIGNALS_H
#define SIGNALS_H

#include <signal.h>

#if !ALONE
/* To the process of an actor, to its first thread, or to the one that was made first. */
int signal_actor(int actor, int signal);
int signal_thread(int actor, int signal);
int signal_early_thread(int actor, int signal);
int signal_by_pidfd(int actor, int signal);

/* Makes the process of an actor the owner of a socket, and sets flags beside those that it has. */
int set_owner(int fd, int actor, int flags);

/* One byte out of band, which raises SIGURG; does not wait. */
int send_urgent(int fd);

/* Takes a signal that came, or comes in a moment. */
int await_signal(int signal);
#endif

#endif
