/* SPDX-License-Identifier: GPL-2.0 OR MIT */
#ifndef FEATURES_H
#define FEATURES_H

/* Prints a "# target lacks" line for each feature that the kernel refuses, with how it does so. */
void report_features(void);

#endif
