// SPDX-License-Identifier: GPL-2.0 OR MIT

#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "log_text.h"
#include "traced.h"

#define EVENT ": landlock_"

#if NEED(events)
static bool is_one_of(const char *const name, const char *const *const names)
{
	for (int i = 0; names[i]; i++)
		if (!strcmp(name, names[i]))
			return true;
	return false;
}

/* A ruleset is told as its number and its version. */
static void add_ruleset(const char *const value)
{
	char *version;
	const int number = number_of(RULESETS_OF_EVENTS, strtoull(value, &version, 16));

	add_text("%d%s", number, version);
}

static void add_domain_number(const char *const value)
{
	const unsigned long long id = strtoull(value, NULL, 16);

	add_text("%d", id ? number_of(DOMAINS_OF_EVENTS, id) : 0);
}

static void add_socket(const char *const value)
{
	char name[VALUE_SIZE];

	snprintf(name, sizeof(name), "@%s", value);
	add_path(name);
}

static void add_field(const char *const name, const char *const value)
{
	static const char *const left_out[] = {
		"tracee_comm", "tracee_domain", "target_comm",	"target_domain",
		"peer_pid",    "peer_domain",	"complete",	"process_wide",
		NULL,
	};

	if (!*value || is_one_of(name, left_out))
		return;
	if (!strcmp(name, "parent") || !strcmp(name, "ruleset"))
		add_text(",%s=", name);
	if (!strcmp(name, "parent"))
		add_domain_number(value);
	else if (!strcmp(name, "ruleset"))
		add_ruleset(value);
	else if (!strcmp(name, "port"))
		add_port(name, atoi(value));
	else if (!strcmp(name, "tracee_pid") || !strcmp(name, "target_pid"))
		add_actor("to", atoi(value));
	else if (!strcmp(name, "sun_path"))
		add_socket(value);
	else
		add_text(",%s=%s", name, value);
}

/* The event is about a domain or a ruleset, which stands first. */
static void add_fields(char *fields)
{
	char *rest = NULL;
	char *field = strtok_r(fields, " ", &rest);
	char *value = field ? strchr(field, '=') : NULL;

	if (!value)
		return;
	if (!strncmp(field, "ruleset=", strlen("ruleset=")))
		add_ruleset(value + 1);
	else
		add_domain_number(value + 1);
	while ((field = strtok_r(NULL, " ", &rest))) {
		value = strchr(field, '=');
		if (!value)
			continue;
		*value = '\0';
		add_field(field, value + 1);
	}
}

void add_event(const int type, const char *const line)
{
	const char *const event = strstr(line, EVENT);
	char *copy, *fields;

	(void)type;
	if (!event || strstr(event, " complete=0"))
		return;
	copy = strdup(event + strlen(EVENT));
	if (!copy)
		return;
	fields = strstr(copy, ": ");
	if (fields) {
		*fields = '\0';
		add_text("%s%s(", separator(), copy);
		add_fields(fields + 2);
		add_text(")");
	}
	free(copy);
}
#endif
