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
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "audit.h"
#include "futex.h"
#include "listener.h"
#include "records.h"

#if NEED(audit)
enum wish {
	BEGIN,
	READ,
	END,
	PAUSE,
};
#endif

#define RAW_SIZE (256 * 1024)

#if NEED(audit)
/* The listener shares all memory with the others: one asks, then it answers. */
static struct desk {
	uint32_t asked;
	uint32_t answered;
	enum wish wish;
	int err;
	bool lost;
	/* What was received, each record as its type, its text and a zero. */
	size_t size;
	char raw[RAW_SIZE];
} desk;

static alignas(16) char listener_stack[64 * 1024];
static long listener;
static bool is_logging;

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

static void keep(const int type, const char *const record)
{
	const size_t place = sizeof(desk.raw) - desk.size;
	int length;

	if (type != RECORD_LANDLOCK_ACCESS && type != RECORD_LANDLOCK_DOMAIN)
		return;
	length = snprintf(desk.raw + desk.size, place, "%d %s", type, record);
	if (length < 0 || (size_t)length >= place)
		desk.lost = true;
	else
		desk.size += length + 1;
}

/* What was lost before is not of this test. */
static int start_logging(void)
{
	const int err = enable_audit(true);

	is_logging = !err;
	count_lost();
	return err;
}

static void answer(void)
{
	switch (desk.wish) {
	case BEGIN:
		desk.lost = false;
		desk.err = is_logging ? 0 : start_logging();
		if (!desk.err)
			desk.err = begin_records();
		break;
	case READ:
		desk.size = 0;
		if (receive_records(keep))
			desk.lost = true;
		break;
	case END:
		if (count_lost())
			desk.lost = true;
		break;
	case PAUSE:
		enable_audit(false);
		is_logging = false;
		break;
	}
}

static void leave(const int signal)
{
	(void)signal;
	close_audit();
	_exit(0);
}

static int listen_for_good(void *const unused)
{
	uint32_t asked = 0;

	(void)unused;

	/* The harness may be interrupted, and then ends this process as well. */
	signal(SIGINT, SIG_IGN);
	signal(SIGTERM, leave);
	prctl(PR_SET_PDEATHSIG, SIGTERM);
	desk.err = open_audit();
	if (desk.err) {
		set_to(&desk.answered, 1);
		_exit(0);
	}
	set_to(&desk.answered, 1);
	for (;;) {
		wait_beyond(&desk.asked, asked);
		asked = read_now(&desk.asked);
		answer();
		set_to(&desk.answered, asked + 1);
	}
}

/* Waits for it to be ready, whether or not it can do what it is for. */
static int start_listener(void)
{
	/* Without a signal for its end, it is none of those that a test is waited for. */
	listener = clone(listen_for_good, listener_stack + sizeof(listener_stack), CLONE_VM, NULL);
	if (listener < 0)
		return -errno;
	wait_beyond(&desk.answered, 0);
	return desk.err;
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

static int begin_logging(void)
{
	static int refused = 1;

	if (refused == 1)
		refused = start_listener();
	if (refused)
		return refused;
	forget_domains();
	ask_for(BEGIN);
	return desk.err;
}
#endif

#if !ALONE
static void pause_logging(void)
{
	if (is_logging)
		ask_for(PAUSE);
}

int choose_logging(const bool is_read)
{
	if (is_read)
		return begin_logging();
	pause_logging();
	return 0;
}

bool end_logging(void)
{
	ask_for(END);
	return !desk.lost;
}

void stop_listening(void)
{
	if (listener <= 0)
		return;
	kill(listener, SIGTERM);
	waitpid(listener, NULL, __WALL);
}
#endif

#if NEED(audit)
const char *read_audit(void)
{
	ask_for(READ);
	start_text();
	for (size_t at = 0; at < desk.size; at += strlen(desk.raw + at) + 1)
		add_record(atoi(desk.raw + at), desk.raw + at);
	if (!end_text())
		desk.lost = true;
	return desk.lost ? "lost" : text_of_records();
}
#endif
