// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Runs a program with as little as it needs:
 *
 *   confine [--parent PID] [--read PATH]... [--execute PATH]... [--write PATH]...
 *           [--open PATH | --listen PATH]... [--file-size BYTES] [--join]
           [--descendants]
 *           -- COMMAND [ARGUMENT]...
 *   confine --check
 *
 * The program reads beneath the paths of --read, also runs what is beneath
 * those of --execute, and reads and writes beneath those of --write; a path
 * that is not there allows nothing. It has no network, gains no privilege, and
 * dies with its parent. Beside the first three descriptors it has only those
 * that are asked for, from 3 on: files, opened for reading, and UNIX sockets
 * that listen. --join sends its errors where its output goes. What descends
 * from it ends with it.
 */

#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <unistd.h>

#include "confine.h"

#ifndef __NR_close_range
#define __NR_close_range 436
#endif

#define FIRST_OPENED 3
#define MAX_OPENED 16

/* What becomes a descriptor. */
struct opened {
	const char *path;
	bool listens;
};

struct options {
	struct view *views;
	int view_count;
	struct opened opened[MAX_OPENED];
	int opened_count;
	pid_t parent;
	rlim_t file_size;
	bool join;
	char *const *command;
};

void fail(const char *const format, ...)
{
	const int error = errno;
	va_list arguments;

	va_start(arguments, format);
	fprintf(stderr, "confine: ");
	vfprintf(stderr, format, arguments);
	fprintf(stderr, ": %s\n", strerror(error));
	va_end(arguments);
	exit(EXIT_OF_OURS);
}

__attribute__((noreturn)) static void misused(const char *const what)
{
	errno = EINVAL;
	fail("%s", what);
}

static unsigned long long number_of(const char *const text)
{
	char *end;
	unsigned long long number;

	errno = 0;
	number = strtoull(text, &end, 10);
	if (errno || end == text || *end || *text == '-')
		misused(text);
	return number;
}

/* Takes an option that has a value. */
static void take(struct options *const options, const char *const name, const char *const value)
{
	static const char *const kinds[] = {
		[READ] = "--read",
		[EXECUTE] = "--execute",
		[WRITE] = "--write",
	};

	for (int kind = READ; kind <= WRITE; kind++) {
		if (strcmp(name, kinds[kind]))
			continue;
		options->views[options->view_count++] = (struct view){ kind, value };
		return;
	}
	if (!strcmp(name, "--parent"))
		options->parent = number_of(value);
	else if (!strcmp(name, "--file-size"))
		options->file_size = number_of(value);
	else if ((!strcmp(name, "--open") || !strcmp(name, "--listen")) &&
		 options->opened_count < MAX_OPENED)
		options->opened[options->opened_count++] =
			(struct opened){ value, !strcmp(name, "--listen") };
	else
		misused(name);
}

static struct options read_options(const int argc, char *const argv[])
{
	struct options options = {
		.views = calloc(argc, sizeof(*options.views)),
		.file_size = RLIM_INFINITY,
	};
	int at = 1;

	if (!options.views)
		fail("calloc");
	for (; at < argc && strcmp(argv[at], "--"); at++) {
		if (!strcmp(argv[at], "--join")) {
			options.join = true;
		} else if (at + 1 == argc) {
			misused(argv[at]);
		} else {
			take(&options, argv[at], argv[at + 1]);
			at++;
		}
	}
	if (at + 1 >= argc)
		misused("no command");
	options.command = &argv[at + 1];
	return options;
}

void die_with(const pid_t parent, const int signal)
{
	if (prctl(PR_SET_PDEATHSIG, signal))
		fail("PR_SET_PDEATHSIG");
	if (parent && getppid() != parent) {
		errno = ESRCH;
		fail("the parent %d", parent);
	}
}

static void limit(const int resource, const rlim_t most)
{
	struct rlimit now;

	if (getrlimit(resource, &now))
		fail("getrlimit");
	if (now.rlim_max > most)
		now.rlim_max = most;
	if (now.rlim_cur > now.rlim_max)
		now.rlim_cur = now.rlim_max;
	if (setrlimit(resource, &now))
		fail("setrlimit");
}

void close_from(const unsigned int first)
{
	struct rlimit files;

	if (!syscall(__NR_close_range, first, ~0U, 0))
		return;
	if (getrlimit(RLIMIT_NOFILE, &files))
		fail("getrlimit");
	for (unsigned int fd = first; fd < files.rlim_cur; fd++)
		close(fd);
}

static int listen_at(const char *const path)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	const int sock = socket(AF_UNIX, SOCK_STREAM, 0);

	if (strlen(path) >= sizeof(address.sun_path)) {
		errno = ENAMETOOLONG;
		return -1;
	}
	strcpy(address.sun_path, path);
	if (bind(sock, (const struct sockaddr *)&address, sizeof(address)) || listen(sock, 1))
		return -1;
	return sock;
}

/* What was inherited is closed first, so that the files get the numbers that follow. */
static void open_files(const struct options *const options)
{
	close_from(FIRST_OPENED);
	for (int file = 0; file < options->opened_count; file++) {
		const struct opened *const one = &options->opened[file];
		const int fd = one->listens ? listen_at(one->path) : open(one->path, O_RDONLY);

		if (fd != FIRST_OPENED + file)
			fail("%s", one->path);
	}
	if (options->join && dup2(STDOUT_FILENO, STDERR_FILENO) < 0)
		fail("dup2");
}

static void confine(const struct options *const options)
{
	limit(RLIMIT_FSIZE, options->file_size);
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))
		fail("PR_SET_NO_NEW_PRIVS");
	restrict_by_landlock(options->views, options->view_count);
	filter_sockets();
}

int main(const int argc, char *const argv[])
{
	struct options options;

	if (argc == 2 && !strcmp(argv[1], "--check")) {
		printf("landlock %d\nseccomp %d\n", landlock_abi(), filters_sockets());
		return EXIT_SUCCESS;
	}
	options = read_options(argc, argv);
	open_files(&options);
	limit(RLIMIT_CORE, 0);
	die_with(options.parent, SIGTERM);
	fork_guarded();
	confine(&options);
	execvp(options.command[0], options.command);
	fprintf(stderr, "confine: %s: %s\n", options.command[0], strerror(errno));
	return errno == ENOENT ? EXIT_NOT_FOUND : EXIT_CANNOT_RUN;
}
