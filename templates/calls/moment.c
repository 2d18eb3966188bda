// SPDX-License-Identifier: GPL-2.0 OR MIT

#define _GNU_SOURCE
#include <poll.h>
#include <sched.h>
#include <stdbool.h>
#include <sys/prctl.h>
#include <time.h>

#include "moment.h"

#if ALONE
#define NANOSECONDS 1000000
#else
#define NANOSECONDS nanoseconds

static long nanoseconds = 1000000;

void shorten_moments(void)
{
	cpu_set_t own;

	prctl(PR_SET_TIMERSLACK, 1);
	if (!sched_getaffinity(0, sizeof(own), &own) && CPU_COUNT(&own) == 1)
		nanoseconds = 50000;
}
#endif

#if NEED(sleeps)
void sleep_a_moment(void)
{
	const struct timespec one = {
		.tv_nsec = NANOSECONDS,
	};

	ppoll(NULL, 0, &one, NULL);
}
#endif

#if NEED(receives)
bool comes_in_a_moment(const int fd)
{
	const struct timespec one = {
		.tv_nsec = NANOSECONDS,
	};
	struct pollfd sock = {
		.fd = fd,
		.events = POLLIN,
	};

	return ppoll(&sock, 1, &one, NULL) != 0;
}
#endif
