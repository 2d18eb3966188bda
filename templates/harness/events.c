// SPDX-License-Identifier: GPL-2.0 OR MIT

#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include "events.h"

#define TRACEFS "/sys/kernel/tracing"
#define INSTANCE TRACEFS "/instances/landlockstep"
#define WAITING_TRIES 100
#define WAITING_MICROSECONDS 50000
#define LONGEST_LINE 8192

#if NEED(events)
/* What is about files is left out: every file that a program opens asks for rules. */
static const char *const event_names[] = {
	"create_ruleset",    "add_rule_net_port", "create_domain",
	"enforce_domain",    "check_rule_net_port", "deny_access_net",
	"deny_ptrace",	     "deny_scope_signal", "deny_scope_abstract_unix_socket",
};

static int events_fd = -1;
/* An errno, or 1 as long as nobody asked. */
static int events_refused = 1;
static bool events_are_on;

/*
 * Whoever reads in an instance keeps it from being removed: one that can be is left over, or
 * was just made by somebody else, who then has to begin again.
 */
static int make_instance(void)
{
	if (mkdir(INSTANCE, 0700)) {
		if (errno != EEXIST)
			return -errno;
		if (rmdir(INSTANCE) || mkdir(INSTANCE, 0700))
			return -EEXIST;
	}
	events_fd = open(INSTANCE "/trace_pipe", O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	if (events_fd < 0)
		return errno == ENOENT || errno == ENODEV ? -EEXIST : -errno;
	return 0;
}

static int open_events(void)
{
	int err;

	if (access(TRACEFS "/instances", F_OK) && mount("tracefs", TRACEFS, "tracefs", 0, NULL))
		return -errno;
	err = make_instance();
	for (int i = 0; i < WAITING_TRIES && err == -EEXIST; i++) {
		usleep(WAITING_MICROSECONDS);
		err = make_instance();
	}
	if (err)
		return err;
	/* A kernel without these events has no place to switch them on. */
	if (access(INSTANCE "/events/landlock/enable", W_OK)) {
		err = -errno;
		close(events_fd);
		rmdir(INSTANCE);
	}
	return err;
}

static int write_to(const char *const path, const char *const text)
{
	const int fd = open(path, O_WRONLY | O_CLOEXEC);
	int err = 0;

	if (fd < 0)
		return -errno;
	if (write(fd, text, strlen(text)) < 0)
		err = -errno;
	close(fd);
	return err;
}

static int switch_events_on(void)
{
	char path[256];
	int err = 0;

	for (size_t i = 0; i < sizeof(event_names) / sizeof(event_names[0]) && !err; i++) {
		snprintf(path, sizeof(path), INSTANCE "/events/landlock/landlock_%s/enable",
			 event_names[i]);
		err = write_to(path, "1");
	}
	return err;
}

static int switch_events_off(void)
{
	return write_to(INSTANCE "/events/landlock/enable", "0");
}

void close_events(void)
{
	if (events_refused)
		return;
	switch_events_off();
	close(events_fd);
	rmdir(INSTANCE);
}

/* Hands on whole lines, and keeps the start of one that goes on. */
static size_t take_lines(char *const text, size_t length, void (*const each)(const char *line),
			 bool *const lost)
{
	char *line = text, *end;

	while ((end = memchr(line, '\n', length))) {
		*end = '\0';
		if (strstr(line, " EVENTS]"))
			*lost = true;
		else
			each(line);
		length -= end + 1 - line;
		line = end + 1;
	}
	memmove(text, line, length);
	return length;
}

int receive_events(void (*const each)(const char *line))
{
	char text[LONGEST_LINE];
	size_t kept = 0;
	bool lost = false;
	ssize_t got;

	while ((got = read(events_fd, text + kept, sizeof(text) - kept)) > 0)
		kept = take_lines(text, kept + got, each, &lost);
	if (got < 0 && errno != EAGAIN)
		return -errno;
	return lost || kept ? -ENOBUFS : 0;
}

static void forget_event(const char *const line)
{
	(void)line;
}

static int begin_events(void)
{
	if (events_refused == 1)
		events_refused = open_events();
	if (events_refused)
		return events_refused;
	if (!events_are_on)
		events_refused = switch_events_on();
	events_are_on = !events_refused;
	if (events_are_on)
		receive_events(forget_event);
	return events_refused;
}

int choose_events(const bool is_read)
{
	if (is_read)
		return begin_events();
	if (events_are_on)
		switch_events_off();
	events_are_on = false;
	return 0;
}
#endif
