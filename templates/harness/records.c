// SPDX-License-Identifier: GPL-2.0 OR MIT

#define _GNU_SOURCE
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "audit.h"
#include "log_text.h"
#include "records.h"

#ifndef ARRAY_SIZE
#define ARRAY_SIZE(array) (sizeof(array) / sizeof((array)[0]))
#endif

#if NEED(audit)
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

static void add_denial(const char *const record, const int domain)
{
	static const char *const hosts[] = { "laddr", "faddr", "saddr", "daddr" },
				 *const ports[] = { "lport", "fport", "src", "dest" },
				 *const kinds[] = { "family", "sock_type", "protocol" };
	char value[VALUE_SIZE], name[VALUE_SIZE];

	add_text("%sdeny(%d,%s", separator(), domain,
		 value_of(record, "blockers", value) ? value : "?");
	if (value_of(record, "opid", value))
		add_actor("to", atoi(value));
	if (value_of(record, "path", value)) {
		decode(value, name);
		add_path(name);
	}
	for (size_t i = 0; i < ARRAY_SIZE(hosts); i++) {
		if (value_of(record, hosts[i], value))
			add_text(",%s=%s", hosts[i], value);
		if (value_of(record, ports[i], value))
			add_port(ports[i], atoi(value));
	}
	for (size_t i = 0; i < ARRAY_SIZE(kinds); i++)
		if (value_of(record, kinds[i], value))
			add_text(",%s=%s", kinds[i], value);
	add_text(")");
}

static void add_domain(const char *const record, const int domain)
{
	char value[VALUE_SIZE];

	add_text("%salloc(%d", separator(), domain);
	add_actor("by", value_of(record, "pid", value) ? atoi(value) : 0);
	add_text(")");
}

void add_record(const int type, const char *const record)
{
	char id[VALUE_SIZE], status[VALUE_SIZE];

	if (!value_of(record, "domain", id))
		return;
	if (type == RECORD_LANDLOCK_ACCESS)
		add_denial(record, number_of(DOMAINS_OF_RECORDS, strtoull(id, NULL, 16)));
	else if (type == RECORD_LANDLOCK_DOMAIN && value_of(record, "status", status) &&
		 !strcmp(status, "allocated"))
		add_domain(record, number_of(DOMAINS_OF_RECORDS, strtoull(id, NULL, 16)));
}
#endif
