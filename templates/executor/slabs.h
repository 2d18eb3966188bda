/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* What the kernel holds at a moment when no program runs: what goes up from one such moment to the next leaks. */
#ifndef SLABS_H
#define SLABS_H

/* Prints how many objects each cache of the kernel's allocator has in use, and how much memory in kB, a line each, or nothing if it does not say. */
void print_slabs(void);

#endif
