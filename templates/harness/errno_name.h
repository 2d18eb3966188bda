/* SPDX-License-Identifier: GPL-2.0 OR MIT */
#ifndef ERRNO_NAME_H
#define ERRNO_NAME_H

/* The name of an errno, or NULL for one that has no name in reports. */
const char *errno_name(int number);

#endif
