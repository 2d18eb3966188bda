/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * Filters of seccomp(2): from then on, this thread and its children get the
 * errno for the call, by its native number only. Each returns 0 or -errno.
 */
#ifndef SECCOMP_H
#define SECCOMP_H

#if !ALONE
int filter_socket(int err);
int filter_bind(int err);
int filter_connect(int err);
int filter_listen(int err);
/* accept(2) and accept4(2). */
int filter_accept(int err);
#endif

#endif
