/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* Threads of the process that do something of their own while the others go on. */
#ifndef SIBLINGS_H
#define SIBLINGS_H

#if !ALONE
/*
 * Starts one that looks at a file, or at where a link leads, until its process ends;
 * returns 0 or -errno.
 */
int start_looking(const char *path);
#endif

#endif
