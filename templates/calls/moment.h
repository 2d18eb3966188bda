/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * What was handed over may still be on its way. Who waits for it does so for a few
 * moments: one long sleep would be over without any work done where a guest's
 * processor is taken away meanwhile.
 */
#ifndef MOMENT_H
#define MOMENT_H

#include <stdbool.h>

#define MOMENTS 5

#if !ALONE
/* For all processes from now on: whoever hands over has the one processor as soon as we sleep. */
void shorten_moments(void);
#endif
#if NEED(moments)
/* Whether there is something to read within so many moments; -1 only lets them pass. */
bool comes_in_moments(int fd, int count);
#endif

#endif
