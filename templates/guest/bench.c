// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Stands in the place of the suite in a guest that measures: runs some test
 * programs in turns, and tells how long each run took by the guest's clock. On a
 * machine of its own it takes them from below a folder.
 */

#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

struct contestant {
	const char *name;
	/* Where it runs, with what it looks for beside it. */
	const char *folder;
	const char *program;
	const char *argument;
	/* What it reads, if anything. */
	const char *input;
};

/* Those of them run whose program is there. */
static const struct contestant contestants[] = {
	{ .name = "upstream", .folder = "upstream", .program = "net_test" },
	{ .name = "ours", .folder = "ours", .program = "suite" },
	{ .name = "routeless", .folder = "routeless", .program = "suite" },
	{ .name = "executor", .folder = "wire", .program = "executor", .input = "programs" },
	{ .name = "bare", .folder = "wire", .program = "bare", .input = "programs" },
	{
		.name = "each",
		.folder = "wire",
		.program = "bare",
		.argument = "each",
		.input = "programs",
	},
	{
		.name = "pool",
		.folder = "wire",
		.program = "bare",
		.argument = "pool",
		.input = "programs",
	},
};

#define CONTESTANTS (sizeof(contestants) / sizeof(*contestants))

static long long microseconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000000LL + now.tv_nsec / 1000;
}

static bool is_there(const struct contestant *const one)
{
	char path[256];

	snprintf(path, sizeof(path), "%s/%s", one->folder, one->program);
	return !access(path, X_OK);
}

static void read_from(const char *const path)
{
	const int fd = open(path, O_RDONLY);

	if (fd >= 0)
		dup2(fd, STDIN_FILENO);
}

static void become(const struct contestant *const one)
{
	char path[256];

	if (!chdir(one->folder)) {
		if (one->input)
			read_from(one->input);
		snprintf(path, sizeof(path), "./%s", one->program);
		execl(path, one->program, one->argument, NULL);
	}
	printf("# bench: %s: %s\n", one->program, strerror(errno));
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

static const char *option(const char *const name, const char *const otherwise, const int argc,
			  char *const argv[])
{
	for (int i = 1; i + 1 < argc; i += 2)
		if (!strcmp(argv[i], name))
			return argv[i + 1];
	return otherwise;
}

int main(const int argc, char *const argv[])
{
	const int turns = atoi(option("--turns", "1", argc, argv));

	if (chdir(option("--folder", "/", argc, argv))) {
		perror("# bench");
		return EXIT_FAILURE;
	}
	for (int turn = 0; turn < turns; turn++)
		for (unsigned int i = 0; i < CONTESTANTS; i++)
			if (is_there(&contestants[i]))
				measure(&contestants[i]);
	return EXIT_SUCCESS;
}
