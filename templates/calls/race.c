// SPDX-License-Identifier: GPL-2.0 OR MIT

#define _GNU_SOURCE
#include <errno.h>
#include <sched.h>
#include <stdalign.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "actors.h"
#include "calls.h"
#include "futex.h"
#include "race.h"
#include "raw_call.h"

#define PARTNER                                                                               \
	(CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD | CLONE_SYSVSEM | \
	 CLONE_CHILD_CLEARTID)

#define GLANCES 200
#define TRIES_PER_ALARM 500

#if NEED(OP_RACE)
static alignas(16) char partner_stack[64 * 1024];

struct race race;
static int counts[KINDS];

long call(const long number, const long a, const long b, const long c, const long d,
		 const long e, const long f)
{
	return raw_call(number, a, b, c, d, e, f);
}

/* Glances at first, as a thread that sleeps comes too late for a race. */
static void await_change(uint32_t *const number, const uint32_t seen)
{
	for (int i = 0; read_now(number) == seen; i++) {
		if (i < GLANCES)
			call(SYS_sched_yield, 0, 0, 0, 0, 0, 0);
		else
			futex(number, FUTEX_WAIT, seen);
	}
}
#endif

#if NEED(race_addrform_send) || NEED(race_reuseport_autobind) || NEED(race_tsync_tsync)
static void announce(uint32_t *const number, const uint32_t value)
{
	__atomic_store_n(number, value, __ATOMIC_RELEASE);
	futex(number, FUTEX_WAKE, 1);
}
#endif

#if NEED(OP_RACE)
void stagger(const int try)
{
	if (try % 3 == 1)
		call(SYS_sched_yield, 0, 0, 0, 0, 0, 0);
	for (volatile int i = 0; i < try % 7 * 40; i++)
		;
}

bool start_partner(int (*const run)(void *))
{
	/* The kernel writes 0 when the thread is gone, and its stack is free again. */
	race.is_there = 1;
	return clone(run, partner_stack + sizeof(partner_stack), PARTNER, NULL, NULL, NULL,
		     &race.is_there) >= 0;
}
#endif

#if NEED(race_on_ports)
void await_partner(void)
{
	await_change(&race.is_there, 1);
}
#endif

#if NEED(race_addrform_send) || NEED(race_reuseport_autobind) || NEED(race_tsync_tsync)
int act_in_tries(void (*const act)(int try))
{
	announce(&race.ended, 1);
	for (int try = 0; race.returned == 0; try++) {
		await_change(&race.begun, try + 1);
		if (race.is_over)
			break;
		act(try);
		announce(&race.ended, try + 2);
	}
	call(SYS_exit, 0, 0, 0, 0, 0, 0);
	return 0;
}
#endif

#if NEED(race_addrform_send) || NEED(race_reuseport_autobind)
int act_in_sandbox(void (*const act)(int try))
{
	race.returned = call(__NR_landlock_restrict_self, race.ruleset, 0, 0, 0, 0, 0);
	return act_in_tries(act);
}
#endif

#if NEED(race_addrform_send) || NEED(race_reuseport_autobind) || NEED(race_tsync_tsync)
int begin_race(int (*const partner)(void *))
{
	race.begun = 1;
	race.ended = 0;
	race.returned = 0;
	race.is_over = false;
	if (!start_partner(partner))
		return -errno;
	await_change(&race.ended, 0);
	return race.returned;
}

void begin_try(const int try)
{
	announce(&race.begun, try + 2);
	stagger(try);
}

void end_try(const int try)
{
	await_change(&race.ended, try + 1);
}
#endif

#if NEED(race_addrform_send) || NEED(race_reuseport_autobind)
void end_race(void)
{
	race.is_over = true;
	announce(&race.begun, race.begun + 1);
	await_partner();
	close(race.ruleset);
}
#endif

#if NEED(OP_RACE)
void begin_counting(void)
{
	memset(counts, 0, sizeof(counts));
}

bool count(const int try, const int kind, const int first_allowed)
{
	if (try % TRIES_PER_ALARM == 0)
		renew_patience();
	counts[kind]++;
	return kind >= first_allowed;
}

void print_counts(const char *const *const names)
{
	printf("  # race:");
	for (int i = 0; i < KINDS && names[i]; i++)
		printf("%s %d %s", i > 0 ? "," : "", counts[i], names[i]);
	printf("\n");
}
#endif
