// SPDX-License-Identifier: GPL-2.0 OR MIT

#define _GNU_SOURCE
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "actors.h"
#include "address.h"
#include "audit.h"
#include "directory.h"
#include "records.h"

#ifndef ARRAY_SIZE
#define ARRAY_SIZE(array) (sizeof(array) / sizeof((array)[0]))
#endif

#define TEXT_SIZE (64 * 1024)
#define MAX_DOMAINS 256
#define VALUE_SIZE 512
#define TEST_NAME "landlockstep-"

#if NEED(audit)
/* The processes of a test share it, as they share all memory of the harness. */
static struct notes {
	/* Where the current text starts and where it goes on. */
	size_t start;
	size_t end;
	bool overflown;
	int domain_count;
	uint64_t domains[MAX_DOMAINS];
	char text[TEXT_SIZE];
} notes;

void forget_domains(void)
{
	notes.domain_count = 0;
	notes.end = 0;
}

void start_text(void)
{
	notes.start = notes.end;
	notes.overflown = false;
}

static __attribute__((format(printf, 1, 2))) void add(const char *const format, ...)
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
		add("none");
	/* Behind the zero at the end of this one. */
	notes.end++;
	return !notes.overflown && notes.end < TEXT_SIZE;
}

const char *text_of_records(void)
{
	return notes.text + notes.start;
}

static const char *separator(void)
{
	return notes.end > notes.start ? "+" : "";
}

/* The value behind " name=", as it stands there up to the next blank, or NULL. */
static const char *value_of(const char *const record, const char *const name, char *const value)
{
	char key[32];
	const char *found;

	snprintf(key, sizeof(key), " %s=", name);
	found = strstr(record, key);
	if (!found)
		return NULL;
	found += strlen(key);
	snprintf(value, VALUE_SIZE, "%.*s", (int)strcspn(found, " \n"), found);
	return value;
}

static int number_of_domain(const uint64_t id)
{
	for (int i = 0; i < notes.domain_count; i++)
		if (notes.domains[i] == id)
			return i + 1;
	if (notes.domain_count == MAX_DOMAINS)
		return 0;
	notes.domains[notes.domain_count++] = id;
	return notes.domain_count;
}

static void add_actor(const char *const what, const pid_t pid)
{
	for (int actor = 0; actor < MAX_ACTORS; actor++) {
		if (is_actor(actor, pid)) {
			add(",%s=%d", what, actor);
			return;
		}
	}
	add(",%s=nobody", what);
}

static void add_port(const char *const what, const int number)
{
	if (is_ephemeral(number))
		add(",%s=ephemeral", what);
#if !ALONE
	else if (letter_of(number))
		add(",%s=%c", what, letter_of(number));
#endif
	else
		add(",%s=%d", what, number);
}

/* Text that has odd characters, such as the zero of an abstract name, is written in hex. */
static void decode(const char *const value, char *const name)
{
	size_t length = 0;

	if (value[0] == '"') {
		snprintf(name, VALUE_SIZE, "%.*s", (int)strcspn(value + 1, "\""), value + 1);
		return;
	}
	for (unsigned int byte; sscanf(value + 2 * length, "%2x", &byte) == 1; length++)
		name[length] = byte ? byte : '@';
	name[length] = '\0';
}

/* The program's own directory is told as the root of what is in it. */
static void add_path(const char *const value)
{
	const size_t parent = strlen(directory_path());
	const char *rest;
	char name[VALUE_SIZE];
	int number, length = 0;

	decode(value, name);
	rest = strstr(name, directory_path());
	if (parent > 0 && rest && !rest[parent])
		add(",path=/");
	else if (parent > 0 && rest && rest[parent] == '/')
		add(",path=%s", rest + parent);
	else if (sscanf(name, "@" TEST_NAME "%d-%n", &number, &length) == 1 && length > 0)
		add(",path=@%s", name + length);
	else
		add(",path=%s", value);
}

static void add_denial(const char *const record, const int domain)
{
	static const char *const hosts[] = { "laddr", "faddr", "saddr", "daddr" },
				 *const ports[] = { "lport", "fport", "src", "dest" },
				 *const kinds[] = { "family", "sock_type", "protocol" };
	char value[VALUE_SIZE];

	add("%sdeny(%d,%s", separator(), domain,
	    value_of(record, "blockers", value) ? value : "?");
	if (value_of(record, "opid", value))
		add_actor("to", atoi(value));
	if (value_of(record, "path", value))
		add_path(value);
	for (size_t i = 0; i < ARRAY_SIZE(hosts); i++) {
		if (value_of(record, hosts[i], value))
			add(",%s=%s", hosts[i], value);
		if (value_of(record, ports[i], value))
			add_port(ports[i], atoi(value));
	}
	for (size_t i = 0; i < ARRAY_SIZE(kinds); i++)
		if (value_of(record, kinds[i], value))
			add(",%s=%s", kinds[i], value);
	add(")");
}

static void add_domain(const char *const record, const int domain)
{
	char value[VALUE_SIZE];

	add("%salloc(%d", separator(), domain);
	add_actor("by", value_of(record, "pid", value) ? atoi(value) : 0);
	add(")");
}

void add_record(const int type, const char *const record)
{
	char id[VALUE_SIZE], status[VALUE_SIZE];

	if (!value_of(record, "domain", id))
		return;
	if (type == RECORD_LANDLOCK_ACCESS)
		add_denial(record, number_of_domain(strtoull(id, NULL, 16)));
	else if (type == RECORD_LANDLOCK_DOMAIN && value_of(record, "status", status) &&
		 !strcmp(status, "allocated"))
		add_domain(record, number_of_domain(strtoull(id, NULL, 16)));
}
#endif
