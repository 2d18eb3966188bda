// SPDX-License-Identifier: GPL-2.0 OR MIT

#define _GNU_SOURCE
#include <errno.h>
#include <limits.h>
#include <linux/futex.h>
#include <signal.h>
#include <stdarg.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "actors.h"

/* What fork_actor() returns in the new process: the step is its parent's. */
#define NOT_MY_STEP INT_MIN

/* net.ipv4.ip_local_port_range of a new network namespace. */
#define LOWEST_EPHEMERAL 32768
#define HIGHEST_EPHEMERAL 60999

struct stage *stage;

static int self;
static unsigned int seconds;

int set_up_stage(void)
{
	stage = mmap(NULL, sizeof(*stage), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1,
		     0);
	return stage == MAP_FAILED ? -errno : 0;
}

void clear_stage(void)
{
	stage->turn = 0;
	stage->forked = 0;
	stage->arrived = 0;
	memset(stage->pids, 0, sizeof(stage->pids));
}

static uint32_t read_now(const uint32_t *const number)
{
	return __atomic_load_n(number, __ATOMIC_ACQUIRE);
}

static void wait_for_change(const uint32_t *const number, const uint32_t seen)
{
	syscall(SYS_futex, number, FUTEX_WAIT, seen, NULL, NULL, 0);
}

static void count_up(uint32_t *const number)
{
	__atomic_add_fetch(number, 1, __ATOMIC_RELEASE);
	if (read_now(&stage->forked) > 0)
		syscall(SYS_futex, number, FUTEX_WAKE, INT_MAX, NULL, NULL, 0);
}

void begin_actor(const int actor, const unsigned int timeout)
{
	self = actor;
	seconds = timeout;
	stage->pids[actor] = getpid();
	alarm(timeout);
}

void end_actor(void)
{
	uint32_t arrived;

	/* Nobody leaves early: the sockets of one are the peers of another. */
	count_up(&stage->arrived);
	while ((arrived = read_now(&stage->arrived)) <= read_now(&stage->forked))
		wait_for_change(&stage->arrived, arrived);
	_exit(0);
}

bool turn_of(const int actor, const int step)
{
	uint32_t turn;

	if (actor != self)
		return false;
	while ((turn = read_now(&stage->turn)) < (uint32_t)step)
		wait_for_change(&stage->turn, turn);
	return true;
}

int fork_actor(const int actor)
{
	long pid;

	count_up(&stage->forked);
	/* Not fork(3), which counts on being called by a thread that it knows. */
	pid = syscall(SYS_clone, SIGCHLD, NULL, NULL, NULL, 0);
	if (pid == 0) {
		begin_actor(actor, seconds);
		return NOT_MY_STEP;
	}
	if (pid < 0) {
		stage->forked--;
		return -errno;
	}
	stage->pids[actor] = pid;
	return 0;
}

int signal_actor(const int actor)
{
	const pid_t pid = stage->pids[actor];

	if (pid == 0)
		return -ESRCH;
	return kill(pid, 0) ? -errno : 0;
}

static bool covers(const int allowed, const int observed)
{
	return allowed == observed || (allowed == NOT_DENIED && observed != -EACCES);
}

static bool is_text_allowed(const struct step *const step)
{
	for (int i = 0; i < step->allowed_count; i++)
		if (!strcmp(step->allowed_texts[i], step->observed_text))
			return true;
	return false;
}

bool is_allowed(const struct step *const step)
{
	if (step->reading == AS_AUDIT)
		return is_text_allowed(step);
	for (int i = 0; i < step->allowed_count; i++)
		if (covers(step->allowed[i], step->observed))
			return true;
	return false;
}

bool is_ephemeral(const int port)
{
	return port >= LOWEST_EPHEMERAL && port <= HIGHEST_EPHEMERAL;
}

int end_step(const int index, const enum reading reading, const int returned,
	     const int allowed_count, ...)
{
	struct step *const step = &stage->steps[index];
	va_list allowed;

	if (returned == NOT_MY_STEP)
		return returned;

	step->reading = reading;
	step->observed = reading == AS_OUTCOME && returned > 0 ? OK : returned;
	step->allowed_count = allowed_count;
	va_start(allowed, allowed_count);
	for (int i = 0; i < allowed_count; i++)
		step->allowed[i] = va_arg(allowed, int);
	va_end(allowed);
	/* A port that the test asked for by number is known by its number. */
	if (reading == AS_PORT && is_ephemeral(returned) && !is_allowed(step))
		step->observed = EPHEMERAL;
	count_up(&stage->turn);
	return returned;
}

int end_audit_step(const int index, const char *const observed, const int allowed_count, ...)
{
	struct step *const step = &stage->steps[index];
	va_list allowed;

	step->reading = AS_AUDIT;
	step->observed_text = observed;
	step->allowed_count = allowed_count;
	va_start(allowed, allowed_count);
	for (int i = 0; i < allowed_count; i++)
		step->allowed_texts[i] = va_arg(allowed, const char *);
	va_end(allowed);
	count_up(&stage->turn);
	return 0;
}
