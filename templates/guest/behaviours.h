/* SPDX-License-Identifier: GPL-2.0 OR MIT */
#ifndef BEHAVIOURS_H
#define BEHAVIOURS_H

/* Prints what the kernel does that neither ABI nor errata tell. */
void report_behaviours(void);

#endif
