/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * Which code of the kernel the processes of a program reach, where it has KCOV: edges,
 * from one place of the code to the next. What interrupts do meanwhile is not seen, nor
 * what other threads and processes do for a program: those of a route, or of io_uring.
 */
#ifndef COVERAGE_H
#define COVERAGE_H

#include <stdint.h>

#define MAX_ASKED 32

/* Without KCOV the others do nothing; nor do they on a kernel that is not a guest's. */
void open_coverage(void);

/* From now on, what this process reaches belongs to the program. Each actor begins for itself. */
void begin_coverage(void);

/* Of this edge the next program tells even if one before it had it. */
void ask_for_edge(uint64_t edge);

/* Prints those edges of a program that no program before it had, or that are asked for, in hex. */
void print_edges(void);

#endif
