/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* Two threads of one process that act at once, again and again. */
#ifndef RACES_H
#define RACES_H

#if !ALONE
/*
 * Each makes a sandbox for one of the threads, tries so many times, and returns
 * how many tries went by before one gave what must not be: all of them, if none
 * did. Returns -errno where the race could not be set up. What the tries gave is
 * printed, so that it can be seen whether the threads met.
 */

/* IPV6_ADDRFORM, while a datagram is sent to a port that is denied. */
int race_addrform_send(int tries);

/* A bind to a port that is granted or taken, while a datagram needs a port by itself. */
int race_reuseport_autobind(int tries);

/* Rules that are added one after the other, while the ruleset is enforced. */
int race_add_rule_restrict(int tries);

/* Enforcing for all threads by two of them at once, while one gets signals. */
int race_tsync_tsync(int tries);
#endif

#endif
