// SPDX-License-Identifier: GPL-2.0 OR MIT

#define _GNU_SOURCE
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "actors.h"
#include "address.h"
#include "directory.h"
#include "log_text.h"

#define TEXT_SIZE (64 * 1024)
#define MAX_OBJECTS 256
#define TEST_NAME "landlockstep-"

#if NEED(audit) || NEED(events)
struct objects_seen {
	int count;
	uint64_t ids[MAX_OBJECTS];
};

/* The processes of a test share it, as they share all memory of the harness. */
static struct notes {
	/* Where the current text starts and where it goes on. */
	size_t start;
	size_t end;
	bool overflown;
	struct objects_seen seen[OBJECT_KINDS];
	char text[TEXT_SIZE];
} notes;

void forget_objects(void)
{
	for (int kind = 0; kind < OBJECT_KINDS; kind++)
		notes.seen[kind].count = 0;
	notes.end = 0;
}

int number_of(const enum objects kind, const uint64_t id)
{
	struct objects_seen *const seen = &notes.seen[kind];

	for (int i = 0; i < seen->count; i++)
		if (seen->ids[i] == id)
			return i + 1;
	if (seen->count == MAX_OBJECTS)
		return 0;
	seen->ids[seen->count++] = id;
	return seen->count;
}

void start_text(void)
{
	notes.start = notes.end;
	notes.overflown = false;
}

void add_text(const char *const format, ...)
{
	const size_t place = TEXT_SIZE - notes.end;
	va_list arguments;
	int length;

	va_start(arguments, format);
	length = vsnprintf(notes.text + notes.end, place, format, arguments);
	va_end(arguments);
	if (length < 0 || (size_t)length >= place)
		notes.overflown = true;
	else
		notes.end += length;
}

bool end_text(void)
{
	if (notes.end == notes.start)
		add_text("none");
	/* Behind the zero at the end of this one. */
	notes.end++;
	return !notes.overflown && notes.end < TEXT_SIZE;
}

const char *text_of_log(void)
{
	return notes.text + notes.start;
}

const char *separator(void)
{
	return notes.end > notes.start ? "+" : "";
}

void add_actor(const char *const what, const pid_t pid)
{
	for (int actor = 0; actor < MAX_ACTORS; actor++) {
		if (is_actor(actor, pid)) {
			add_text(",%s=%d", what, actor);
			return;
		}
	}
	add_text(",%s=nobody", what);
}

void add_port(const char *const what, const int number)
{
	if (is_ephemeral(number))
		add_text(",%s=ephemeral", what);
#if !ALONE
	else if (letter_of(number))
		add_text(",%s=%c", what, letter_of(number));
#endif
	else
		add_text(",%s=%d", what, number);
}

/* The program's own directory is told as the root of what is in it. */
void add_path(const char *const name)
{
	const size_t parent = strlen(directory_path());
	const char *const rest = strstr(name, directory_path());
	int number, length = 0;

	if (parent > 0 && rest && !rest[parent])
		add_text(",path=/");
	else if (parent > 0 && rest && rest[parent] == '/')
		add_text(",path=%s", rest + parent);
	else if (sscanf(name, "@" TEST_NAME "%d-%n", &number, &length) == 1 && length > 0)
		add_text(",path=@%s", name + length);
	else
		add_text(",path=%s", name);
}
#endif
