// SPDX-License-Identifier: GPL-2.0 OR MIT

#include <fcntl.h>
#include <linux/kcov.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/mount.h>

#include "actors.h"
#include "coverage.h"

#define DEBUGFS "/sys/kernel/debug"

/* What does not fit any more, the kernel leaves out. */
#define AREA_WORDS (16 * 1024)

#define KNOWN_BITS 18
#define KNOWN_SIZE (1U << KNOWN_BITS)

/* The first word of an area tells how many places of the code stand behind it. */
struct tracer {
	int fd;
	uint64_t *area;
};

static struct tracer tracers[MAX_ACTORS];
static int tracer_count;
/* How many of them belong to an actor of this program; the processes share it. */
static int taken;

static uint64_t known[KNOWN_SIZE];
static uint32_t known_count;

static uint64_t asked[MAX_ASKED];
static int asked_count;

static bool open_tracer(struct tracer *const tracer)
{
	const size_t size = AREA_WORDS * sizeof(*tracer->area);

	tracer->fd = open(DEBUGFS "/kcov", O_RDWR | O_CLOEXEC);
	if (tracer->fd < 0 || ioctl(tracer->fd, KCOV_INIT_TRACE, AREA_WORDS))
		return false;
	tracer->area = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, tracer->fd, 0);
	return tracer->area != MAP_FAILED;
}

void open_coverage(void)
{
	if (!getenv("LANDLOCKSTEP_GUEST"))
		return;
	mount("debugfs", DEBUGFS, "debugfs", MS_NOSUID, NULL);
	while (tracer_count < MAX_ACTORS && open_tracer(&tracers[tracer_count]))
		tracer_count++;
}

void begin_coverage(void)
{
	int mine;

	if (tracer_count == 0)
		return;
	mine = __atomic_fetch_add(&taken, 1, __ATOMIC_RELAXED);
	/* The end of the process ends it, too. */
	if (mine < tracer_count)
		ioctl(tracers[mine].fd, KCOV_ENABLE, KCOV_TRACE_PC);
}

/* Notes an edge, and returns whether it is new. */
static bool is_new(const uint64_t edge)
{
	uint32_t place = edge * 0x9e3779b97f4a7c15 >> (64 - KNOWN_BITS);

	for (; known[place]; place = (place + 1) % KNOWN_SIZE)
		if (known[place] == edge)
			return false;
	known[place] = edge;
	known_count++;
	return true;
}

void ask_for_edge(const uint64_t edge)
{
	if (asked_count < MAX_ASKED)
		asked[asked_count++] = edge;
}

/* Whether an edge is asked for, which it is only once. */
static bool is_asked(const uint64_t edge)
{
	for (int i = 0; i < asked_count; i++)
		if (asked[i] == edge) {
			asked[i] = asked[--asked_count];
			return true;
		}
	return false;
}

/* It is no harm to tell of an edge again. Those of a program are some thousands at most. */
static void make_room(void)
{
	if (known_count < KNOWN_SIZE / 4)
		return;
	memset(known, 0, sizeof(known));
	known_count = 0;
}

/* The lower half tells where the edge leads to, the upper half sums up where it comes from. */
static uint64_t edge_between(const uint32_t from, const uint32_t to)
{
	const uint32_t sum = from * 0x9e3779b1U >> 16;

	return (uint64_t)sum << 32 | to;
}

static void print_edges_of(const uint64_t *const area)
{
	uint32_t from = 0;

	for (uint64_t i = 1; i <= area[0]; i++) {
		const uint64_t edge = edge_between(from, area[i]);
		const bool is_wanted = is_asked(edge);

		from = area[i];
		if (is_new(edge) || is_wanted)
			printf(" %llx", (unsigned long long)edge);
	}
}

void print_edges(void)
{
	if (tracer_count == 0)
		return;
	make_room();
	printf("# edges");
	for (int i = 0; i < taken && i < tracer_count; i++) {
		print_edges_of(tracers[i].area);
		tracers[i].area[0] = 0;
	}
	taken = 0;
	asked_count = 0;
	printf("\n");
}
