/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* Descriptors that go from one process of a test to another. */
#ifndef PASSING_H
#define PASSING_H

#if !ALONE
/*
 * Makes the mailbox that all processes of the test share, before the first step:
 * nobody has to open, name or connect anything then.
 */
void make_mailbox(void);

/* Puts a descriptor into the mailbox; returns 0 or -errno. */
int send_descriptor(int fd);

/*
 * The oldest descriptor in the mailbox, or -errno: it does not wait. DROPPED if
 * the kernel kept it back.
 */
int receive_descriptor(void);

/* A descriptor of what an actor has in a slot, a socket or a ruleset, or -errno. */
int take_descriptor(int actor, int slot);
int take_ruleset(int actor, int slot);

/* Whether a descriptor can be had that an actor has of /dev/null: 0 or -errno. */
int take_file(int actor);
#endif

#endif
