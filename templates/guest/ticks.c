// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Runs on the host: says how often its time stamp counter counts in a
 * millisecond, which is what a guest counts as well that QEMU emulates. Says
 * nothing where there is no such counter.
 */

#define _GNU_SOURCE
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#if defined(__x86_64__) || defined(__i386__)
#include <x86intrin.h>

#define PAUSE_US 50000
#define TRIES 100

/* Both clocks at one time. */
struct moment {
	uint64_t ns;
	uint64_t ticks;
};

static uint64_t read_ns(void)
{
	struct timespec now;

	if (clock_gettime(CLOCK_MONOTONIC, &now))
		exit(EXIT_FAILURE);
	return now.tv_sec * UINT64_C(1000000000) + now.tv_nsec;
}

/* On a busy machine much may happen between two readings, so the closest count. */
static struct moment look(void)
{
	struct moment best = {};
	uint64_t closest = UINT64_MAX;

	for (int i = 0; i < TRIES; i++) {
		const uint64_t before = read_ns(), ticks = __rdtsc(), after = read_ns();

		if (after - before >= closest)
			continue;
		closest = after - before;
		best = (struct moment){ before + closest / 2, ticks };
	}
	return best;
}

int main(void)
{
	const struct moment first = look();
	struct moment second;

	usleep(PAUSE_US);
	second = look();
	printf("%.0f\n", (second.ticks - first.ticks) * 1e6 / (second.ns - first.ns));
	return EXIT_SUCCESS;
}

#else

int main(void)
{
	return EXIT_SUCCESS;
}

#endif
