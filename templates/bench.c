// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Stands in the place of the suite in a guest that measures: runs some test
 * programs in turns, and tells how long each run took by the guest's clock.
 */

#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

struct contestant {
	const char *name;
	const char *folder;
	const char *path;
};

/* Each in a folder of its own, with what it looks for beside it. */
static const struct contestant contestants[] = {
	{ .name = "upstream", .folder = "/upstream", .path = "/upstream/net_test" },
	{ .name = "ours", .folder = "/ours", .path = "/ours/suite" },
	{ .name = "routeless", .folder = "/routeless", .path = "/routeless/suite" },
};

#define CONTESTANTS (sizeof(contestants) / sizeof(*contestants))

static long long microseconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000000LL + now.tv_nsec / 1000;
}

static void become(const struct contestant *const one)
{
	if (!chdir(one->folder))
		execl(one->path, one->path, NULL);
	printf("# bench: %s: %s\n", one->path, strerror(errno));
	fflush(stdout);
	_exit(127);
}

/* Runs one of them to its end; returns the status of wait(2), or -1. */
static int run(const struct contestant *const one)
{
	const pid_t child = fork();
	int status;

	if (child == 0)
		become(one);
	return child < 0 || waitpid(child, &status, 0) != child ? -1 : status;
}

static void measure(const struct contestant *const one)
{
	long long start, end;
	int status;

	printf("# bench begin %s\n", one->name);
	fflush(stdout);
	start = microseconds();
	status = run(one);
	end = microseconds();
	printf("\n# bench end %s %lld us status %d\n", one->name, end - start, status);
	fflush(stdout);
}

static int turns_of(const int argc, char *const argv[])
{
	for (int i = 1; i + 1 < argc; i += 2)
		if (!strcmp(argv[i], "--turns"))
			return atoi(argv[i + 1]);
	return 1;
}

int main(const int argc, char *const argv[])
{
	const int turns = turns_of(argc, argv);

	for (int turn = 0; turn < turns; turn++)
		for (unsigned int i = 0; i < CONTESTANTS; i++)
			measure(&contestants[i]);
	return EXIT_SUCCESS;
}
