/* SPDX-License-Identifier: GPL-2.0 OR MIT */
#ifndef STACKS_H
#define STACKS_H

/*
 * Prints where each thread of the actors, and of their children, is in the kernel, a
 * line each; nothing outside of a guest.
 */
void print_stacks(void);

#endif
