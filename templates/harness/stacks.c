// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Asks the kernel for the stacks of all its tasks, and takes those of the program out
 * of its log. To read /proc/<pid>/stack would take a lock of the one who is looked at,
 * and whoever holds that may be why the program does not go on.
 */

#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "actors.h"
#include "stacks.h"

#define RECORD_SIZE 8192
#define MAX_TOLD 16

/* Whose stack the records are that come next. */
struct told {
	char line[4096];
	size_t length;
	/* The process of its thread, and how many threads of that came before. */
	int process;
	int threads;
	int count;
};

static int number_behind(const char *const text, const char *const name)
{
	const char *const found = strstr(text, name);

	return found ? atoi(found + strlen(name)) : 0;
}

static int actor_of(const pid_t pid)
{
	for (int actor = 0; pid > 0 && actor < MAX_ACTORS; actor++)
		if (stage.pids[actor] == pid)
			return actor;
	return -1;
}

/* What was told so far is whole. */
static void finish(struct told *const told)
{
	if (told->length == 0)
		return;
	told->line[told->length++] = '\n';
	if (write(STDOUT_FILENO, told->line, told->length) > 0)
		told->count++;
	told->length = 0;
}

/* A task's first record: its state, and whose it is. */
static void begin(struct told *const told, const char *const text)
{
	const char *const state = strstr(text, " state:");
	const int pid = number_behind(text, " pid:");
	const int group = number_behind(text, " tgid:");
	const int process = group ? group : pid;
	int actor = actor_of(process);
	const bool is_actor = actor >= 0;

	if (!is_actor)
		actor = actor_of(number_behind(text, " ppid:"));
	if (actor < 0 || !state || told->count == MAX_TOLD)
		return;
	told->threads = told->process == process ? told->threads + 1 : 0;
	told->process = process;
	told->length = snprintf(told->line, sizeof(told->line),
				"  # stack of %sactor %d, thread %d (%c):",
				is_actor ? "" : "a child of ", actor, told->threads,
				state[strlen(" state:")]);
}

/* A function that the unwinder is sure of, as name+0x12/0x34. */
static void add(struct told *const told, const char *const text)
{
	const char *start = strstr(text, "+0x");
	int length;

	if (told->length == 0 || !start || strstr(text, "? "))
		return;
	while (start > text && start[-1] != ' ')
		start--;
	length = strcspn(start, " \n");
	if (told->length + length + 2 < sizeof(told->line))
		told->length += sprintf(told->line + told->length, " %.*s", length, start);
}

static void read_record(struct told *const told, char *const record)
{
	char *const text = strchr(record, ';');

	if (!text)
		return;
	text[strcspn(text, "\n")] = '\0';
	if (!strncmp(text + 1, "task:", strlen("task:"))) {
		finish(told);
		begin(told, text + 1);
	} else {
		add(told, text + 1);
	}
}

static bool ask_kernel(void)
{
	const int trigger = open("/proc/sysrq-trigger", O_WRONLY | O_CLOEXEC);
	const bool has_asked = trigger >= 0 && write(trigger, "t", 1) == 1;

	if (trigger >= 0)
		close(trigger);
	return has_asked;
}

void print_stacks(void)
{
	static char record[RECORD_SIZE];
	static struct told told;
	ssize_t length;
	int log;

	if (!getenv("LANDLOCKSTEP_GUEST"))
		return;
	log = open("/dev/kmsg", O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	if (log < 0)
		return;
	told = (struct told){};
	lseek(log, 0, SEEK_END);
	if (ask_kernel()) {
		do {
			length = read(log, record, sizeof(record) - 1);
			if (length > 0) {
				record[length] = '\0';
				read_record(&told, record);
			}
			/* Of so many that the oldest are gone, the rest is there. */
		} while (length > 0 || (length < 0 && errno == EPIPE));
		finish(&told);
	}
	close(log);
}
