// SPDX-License-Identifier: GPL-2.0 OR MIT

#define _GNU_SOURCE
#include <poll.h>
#include <sched.h>
#include <stdbool.h>
#include <sys/prctl.h>
#include <time.h>

#include "moment.h"

#if NEED(moments)
/* As long as a moment lasts. */
static long nanoseconds = 1000000;
#endif

#if !ALONE
void shorten_moments(void)
{
	cpu_set_t own;

	prctl(PR_SET_TIMERSLACK, 1);
	if (!sched_getaffinity(0, sizeof(own), &own) && CPU_COUNT(&own) == 1)
		nanoseconds = 50000;
}
#endif

#if NEED(moments)
bool comes_in_moments(const int fd, const int count)
{
	const struct timespec all = {
		.tv_nsec = nanoseconds * count,
	};
	struct pollfd sock = {
		.fd = fd,
		.events = POLLIN,
	};

	return ppoll(&sock, 1, &all, NULL) != 0;
}
#endif
