// SPDX-License-Identifier: GPL-2.0 OR MIT

#define _GNU_SOURCE
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "actors.h"

#if NEED(prepare)
static void prepare(const char *const what, const int returned)
{
	if (returned >= 0)
		return;
	printf("Cannot be tried: no %s: %s.\n", what, strerror(-returned));
	exit(EXIT_SKIP);
}
#endif

#if NEED(leave_a_cleaner)
/* Goes on as a child; its parent stays out of any sandbox, and cleans up. */
static void leave_a_cleaner(void)
{
	int status;

	if (fork() == 0)
		return;
	wait(&status);
	remove_directory();
	exit(WIFEXITED(status) ? WEXITSTATUS(status) : EXIT_SKIP);
}
#endif

#if NEED(read_taint)
static int read_taint(void)
{
	int taint = 0;
	FILE *const file = fopen("/proc/sys/kernel/tainted", "r");

	if (file && fscanf(file, "%d", &taint) != 1)
		taint = 0;
	if (file)
		fclose(file);
	return taint;
}
#endif

#if NEED(known_port)
/* The port, or that the kernel chose it. */
static int known_port(const int port)
{
	return is_ephemeral(port) ? EPHEMERAL : port;
}
#endif

#if NEED(audit) || NEED(events)
/* Some records did not come, so nothing is known of what was logged. */
#define LOST 65539

/* Which of these was logged since the last time: its place among them, or -EBADMSG. */
#define LOGGED(text, ...) \
	which_of(text, (const char *const[]){ __VA_ARGS__ }, COUNT_TEXTS(__VA_ARGS__))

static int which_of(const char *const text, const char *const known[], const int count)
{
	printf("# %s\n", text);
	if (!strcmp(text, "lost"))
		return LOST;
	for (int i = 0; i < count; i++)
		if (!strcmp(text, known[i]))
			return i;
	return -EBADMSG;
}
#endif
