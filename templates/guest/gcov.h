/* SPDX-License-Identifier: GPL-2.0 OR MIT */
#ifndef GCOV_H
#define GCOV_H

#include <stdio.h>

/* Tells how often the kernel ran each of its lines that it counts, if it counts any. */
void report_lines(FILE *report);

#endif
