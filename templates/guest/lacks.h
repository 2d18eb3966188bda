/* SPDX-License-Identifier: GPL-2.0 OR MIT */
#ifndef LACKS_H
#define LACKS_H

/* Prints a "# target lacks" line for each feature that the kernel refuses, with how it does so. */
void report_features(void);

#endif
