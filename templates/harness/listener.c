// SPDX-License-Identifier: GPL-2.0 OR MIT

#define _GNU_SOURCE
#include <errno.h>
#include <limits.h>
#include <sched.h>
#include <signal.h>
#include <stdalign.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <stdnoreturn.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "actors.h"
#include "audit.h"
#include "events.h"
#include "futex.h"
#include "listener.h"
#include "log_text.h"
#include "records.h"
#include "traced.h"

#if NEED(audit) || NEED(events)
enum wish {
	BEGIN,
	READ_AUDIT,
	READ_EVENTS,
	END,
};
#endif

#define RAW_SIZE (256 * 1024)

#if NEED(audit) || NEED(events)
/* The listener shares all memory with the others: one asks, then it answers. */
static struct desk {
	uint32_t asked;
	uint32_t answered;
	enum wish wish;
	/* LOG_AUDIT and what follows it: what the test reads. */
	int logs;
	int err;
	bool lost;
	/* What was received, each record as its type, its text and a zero. */
	size_t size;
	char raw[RAW_SIZE];
} desk;

static alignas(16) char listener_stack[64 * 1024];
static long listener;
#if NEED(audit)
/* An errno, or 1 as long as nobody asked. */
static int audit_refused = 1;
static bool is_audited;
#endif

static void wait_beyond(uint32_t *const number, const uint32_t seen)
{
	while (read_now(number) == seen)
		futex(number, FUTEX_WAIT, seen);
}

static void set_to(uint32_t *const number, const uint32_t value)
{
	__atomic_store_n(number, value, __ATOMIC_RELEASE);
	futex(number, FUTEX_WAKE, INT_MAX);
}

static void keep(const int type, const char *const text)
{
	const size_t place = sizeof(desk.raw) - desk.size;
	const int length = snprintf(desk.raw + desk.size, place, "%d %s", type, text);

	if (length < 0 || (size_t)length >= place)
		desk.lost = true;
	else
		desk.size += length + 1;
}

#if NEED(audit)
static void keep_record(const int type, const char *const record)
{
	if (type == RECORD_LANDLOCK_ACCESS || type == RECORD_LANDLOCK_DOMAIN)
		keep(type, record);
}

/* What was lost before is not of this test. */
static int begin_audit(void)
{
	int err;

	if (audit_refused == 1)
		audit_refused = open_audit();
	err = audit_refused;
	if (!err && !is_audited) {
		err = enable_audit(true);
		is_audited = !err;
		count_lost();
	}
	return err ? err : begin_records();
}

static int choose_audit(const bool is_read)
{
	if (is_read)
		return begin_audit();
	if (is_audited)
		enable_audit(false);
	is_audited = false;
	return 0;
}
#endif

#if NEED(events)
static void keep_event(const char *const line)
{
	keep(0, line);
}
#endif

static void begin_all(void)
{
	desk.lost = false;
	desk.err = 0;
#if NEED(audit)
	desk.err = choose_audit(desk.logs & LOG_AUDIT);
#endif
#if NEED(events)
	if (!desk.err)
		desk.err = choose_events(desk.logs & LOG_EVENTS);
#endif
}

static void answer(void)
{
	switch (desk.wish) {
	case BEGIN:
		begin_all();
		break;
#if NEED(audit)
	case READ_AUDIT:
		desk.size = 0;
		if (receive_records(keep_record))
			desk.lost = true;
		break;
	case END:
		if ((desk.logs & LOG_AUDIT) && count_lost())
			desk.lost = true;
		break;
#endif
#if NEED(events)
	case READ_EVENTS:
		desk.size = 0;
		if (receive_events(keep_event))
			desk.lost = true;
		break;
#endif
	default:
		break;
	}
}

static void leave(const int signal)
{
	(void)signal;
#if NEED(audit)
	if (!audit_refused)
		close_audit();
#endif
#if NEED(events)
	close_events();
#endif
	_exit(0);
}

static noreturn int listen_for_good(void *const unused)
{
	uint32_t asked = 0;

	(void)unused;

	/* The harness may be interrupted, and then ends this process as well. */
	signal(SIGINT, SIG_IGN);
	signal(SIGTERM, leave);
	prctl(PR_SET_PDEATHSIG, SIGTERM);
	set_to(&desk.answered, 1);
	for (;;) {
		wait_beyond(&desk.asked, asked);
		asked = read_now(&desk.asked);
		answer();
		set_to(&desk.answered, asked + 1);
	}
}

/* Waits for it to be ready. */
static int start_listener(void)
{
	/* Without a signal for its end, it is none of those that a test is waited for. */
	listener = clone(listen_for_good, listener_stack + sizeof(listener_stack), CLONE_VM, NULL);
	if (listener < 0)
		return -errno;
	wait_beyond(&desk.answered, 0);
	return 0;
}

static void ask_for(const enum wish wish)
{
	const uint32_t asked = read_now(&desk.asked) + 1;

	desk.wish = wish;
	set_to(&desk.asked, asked);
	/* An answer that nobody waited for may come first. */
	for (uint32_t seen; (seen = read_now(&desk.answered)) != asked + 1;)
		wait_beyond(&desk.answered, seen);
}

static int begin_logging(const int logs)
{
	const int err = listener > 0 ? 0 : start_listener();

	if (err)
		return err;
	forget_objects();
	desk.logs = logs;
	ask_for(BEGIN);
	return desk.err;
}
#endif

#if !ALONE
int choose_logging(const int logs)
{
	return logs || desk.logs ? begin_logging(logs) : 0;
}

bool end_logging(void)
{
	ask_for(END);
	return !desk.lost;
}

const char *name_of_logs(const int logs)
{
	if (logs == LOG_EVENTS)
		return "trace events";
	return logs == LOG_AUDIT ? "audit records" : "logs";
}

void stop_listening(void)
{
	if (listener <= 0)
		return;
	kill(listener, SIGTERM);
	waitpid(listener, NULL, __WALL);
}
#endif

#if NEED(audit) || NEED(events)
static const char *read_log(const enum wish wish, void (*const add)(int type, const char *text))
{
	ask_for(wish);
	start_text();
	for (size_t at = 0; at < desk.size; at += strlen(desk.raw + at) + 1)
		add(atoi(desk.raw + at), desk.raw + at);
	if (!end_text())
		desk.lost = true;
	return desk.lost ? "lost" : text_of_log();
}
#endif

#if NEED(audit)
const char *read_audit(void)
{
	return read_log(READ_AUDIT, add_record);
}
#endif

#if NEED(events)
const char *read_events(void)
{
	return read_log(READ_EVENTS, add_event);
}
#endif
