/* SPDX-License-Identifier: GPL-2.0 OR MIT */
#ifndef DESIGNS_H
#define DESIGNS_H

/* Prints which proposals for sockets are in the kernel, as it shows by what it takes. */
void report_designs(void);

#endif
