/* SPDX-License-Identifier: GPL-2.0 OR MIT */
#ifndef RESULT_H
#define RESULT_H

#include <errno.h>

/* What a system call returned, or -errno. */
static inline int result(const long returned)
{
	return returned < 0 ? -errno : returned;
}

#endif
