// SPDX-License-Identifier: GPL-2.0 OR MIT

#define _GNU_SOURCE
#include <errno.h>
#include <limits.h>
#include <sched.h>
#include <signal.h>
#include <stdalign.h>
#include <stdarg.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "actors.h"
#include "futex.h"
#include "raw_call.h"

#define STACK_SIZE (128 * 1024)

#define NOBODY -1

/* net.ipv4.ip_local_port_range of a new network namespace. */
#define LOWEST_EPHEMERAL 32768
#define HIGHEST_EPHEMERAL 60999

#if NEED(turns)
struct slots {
	int sockets[MAX_SLOTS];
	int rulesets[MAX_SLOTS];
};

struct stage stage;

/* An actor is known by the stack that it stands on. */
static alignas(16) char stacks[MAX_ACTORS][STACK_SIZE];
static struct slots slots[MAX_ACTORS];
/* Who has taken a step and not put away yet what it gave. */
static bool is_busy[MAX_ACTORS];
static void (*run_test_function)(void);
#endif

#if NEED(turn_at_once)
/*
 * The step whose call begins together with others, the one behind the last of them, and
 * how much later it does; 0 is behind one by itself.
 */
static struct meeting {
	uint32_t step, end;
	int delay;
} meetings[MAX_ACTORS];
#endif

#if NEED(turns)
int this_actor(void)
{
	return ((char *)__builtin_frame_address(0) - stacks[0]) / STACK_SIZE;
}
#endif

#if NEED(sockets)
int *sockets(void)
{
	return slots[this_actor()].sockets;
}
#endif

#if NEED(rulesets)
int *rulesets(void)
{
	return slots[this_actor()].rulesets;
}
#endif

#if NEED(turns)
static void wait_for_change(uint32_t *const number, const uint32_t seen)
{
	futex(number, FUTEX_WAIT, seen);
}

static void count_up(uint32_t *const number)
{
	__atomic_add_fetch(number, 1, __ATOMIC_RELEASE);
	if (read_now(&stage.forked) > 0)
		futex(number, FUTEX_WAKE, INT_MAX);
}

/*
 * The step is over, with what it gave in its slot, and the next one is that of an
 * actor, or of nobody. The others are woken only if one of them goes on: it would
 * take longer than what most steps do.
 */
static void pass_turn_to(const int actor)
{
	if (!is_busy[this_actor()])
		return;
	is_busy[this_actor()] = false;
	__atomic_add_fetch(&stage.turn, 1, __ATOMIC_RELEASE);
	if (actor != this_actor() && read_now(&stage.forked) > 0)
		futex(&stage.turn, FUTEX_WAKE, INT_MAX);
}
#endif

#if !ALONE
/* Results are what the harness prints, not what a test, or a process that it starts, writes. */
static void leave_output(void)
{
	if (dup2(STDERR_FILENO, STDOUT_FILENO) < 0)
		close(STDOUT_FILENO);
}
#endif

#if NEED(signals)
/* Those that a program sends end nobody, and wait until they are asked for. */
static void hold_signals(void)
{
	sigset_t held;

	sigemptyset(&held);
	sigaddset(&held, SIGUSR1);
	sigaddset(&held, SIGURG);
	sigaddset(&held, SIGIO);
	sigprocmask(SIG_BLOCK, &held, NULL);
}
#endif

#if NEED(turns)
static void begin(void)
{
#if !ALONE
	leave_output();
#endif
	stage.pids[this_actor()] = getpid();
#if NEED(signals)
	hold_signals();
#endif
#if ALONE
	alarm(PATIENCE);
#endif
}
#endif

#if NEED(OP_RACE)
void renew_patience(void)
{
#if ALONE
	alarm(PATIENCE);
#else
	__atomic_add_fetch(&stage.renewals, 1, __ATOMIC_RELEASE);
#endif
}
#endif

#if NEED(turns)
static noreturn void end(void)
{
	uint32_t arrived;

	pass_turn_to(NOBODY);
	/* Nobody leaves early: the sockets of one are the peers of another. */
	count_up(&stage.arrived);
	while ((arrived = read_now(&stage.arrived)) <= read_now(&stage.forked))
		wait_for_change(&stage.arrived, arrived);
	_exit(0);
}

static int act(void *const unused)
{
	(void)unused;
	begin();
	run_test_function();
	end();
}

static pid_t start(const int actor, const int flags)
{
	return clone(act, stacks[actor] + STACK_SIZE, flags | CLONE_VM | SIGCHLD, NULL);
}

pid_t start_actors(void (*const run)(void))
{
	stage.turn = 0;
	stage.forked = 0;
	stage.arrived = 0;
#if NEED(turn_at_once)
	stage.prepared = 0;
	stage.are_meeting = false;
	memset(meetings, 0, sizeof(meetings));
#endif
	memset(stage.pids, 0, sizeof(stage.pids));
	memset(&slots[0], -1, sizeof(slots[0]));
	memset(is_busy, 0, sizeof(is_busy));
	run_test_function = run;
	return start(0, CLONE_VFORK);
}
#endif

#if NEED(turn_of) || NEED(turn_at_once)
static void wait_up_to(uint32_t *const number, const uint32_t least)
{
	uint32_t seen;

	while ((seen = read_now(number)) < least)
		wait_for_change(number, seen);
}
#endif

#if NEED(turn_of)
bool turn_of(const int actor, const int step)
{
	pass_turn_to(actor);
	if (actor != this_actor())
		return false;
	wait_up_to(&stage.turn, step);
	return true;
}
#endif

#if NEED(turn_at_once)
/* One is prepared after the other, in memory that all share; nobody sleeps once all are. */
static void tell_prepared(const struct meeting *const meeting)
{
	__atomic_store_n(&stage.prepared, meeting->step + 1, __ATOMIC_RELEASE);
	if (meeting->step + 1 < meeting->end)
		futex(&stage.prepared, FUTEX_WAKE, INT_MAX);
}

bool turn_at_once(const int actor, const int step, const int place, const int size,
		  const int delay)
{
	pass_turn_to(actor);
	if (actor != this_actor())
		return false;
	/* The first comes after the steps before it, and the others after each other. */
	wait_up_to(place == 0 ? &stage.turn : &stage.prepared, step);
	stage.are_meeting = true;
	meetings[actor] = (struct meeting){
		.step = step,
		.end = step - place + size,
		.delay = delay,
	};
	return true;
}

void meet_others(void)
{
	struct meeting *const own = &meetings[this_actor()];
	const uint32_t end = own->end;

	if (end == 0)
		return;
	tell_prepared(own);
	own->end = 0;
	while (read_now(&stage.prepared) < end)
		raw_call(SYS_sched_yield, 0, 0, 0, 0, 0, 0);
	for (volatile int i = 0; i < own->delay; i++)
		;
}

/* A step that made no call lets the others go on all the same. */
static void leave_meeting(void)
{
	struct meeting *const own = &meetings[this_actor()];

	if (own->end > 0)
		tell_prepared(own);
	own->end = 0;
}
#endif

#if NEED(audit) || NEED(events)
bool is_actor(const int actor, const pid_t pid)
{
#if NEED(turns)
	return stage.pids[actor] == pid;
#else
	return actor == 0 && pid == getpid();
#endif
}
#endif

#if NEED(OP_FORK)
int fork_actor(const int actor)
{
	pid_t pid;

	count_up(&stage.forked);
	slots[actor] = slots[this_actor()];
	pid = start(actor, 0);
	if (pid < 0) {
		stage.forked--;
		return -errno;
	}
	stage.pids[actor] = pid;
	return 0;
}
#endif

#if NEED(OP_KILL) || NEED(OP_SETOWN) || NEED(OP_PTRACE) || NEED(OP_OPEN_PROC)
pid_t pid_of(const int actor)
{
	return stage.pids[actor];
}
#endif

#if NEED(OP_TAKE_FD) || NEED(OP_TAKE_RULESET) || NEED(OP_TAKE_FILE) || NEED(OP_SETNS)
int pidfd_of(const int actor)
{
	/* pidfd_open(2), which older C libraries have no name for. */
	const int fd = syscall(SYS_pidfd_open, stage.pids[actor], 0);

	return fd < 0 ? -errno : fd;
}
#endif

#if NEED(OP_TAKE_FD)
int socket_of(const int actor, const int slot)
{
	return slots[actor].sockets[slot];
}
#endif

#if NEED(OP_TAKE_RULESET)
int ruleset_of(const int actor, const int slot)
{
	return slots[actor].rulesets[slot];
}
#endif

#if NEED(covers)
static bool covers(const int allowed, const int observed)
{
	return allowed == observed || (allowed == NOT_DENIED && observed != -EACCES);
}
#endif

#if !ALONE
static bool is_text_allowed(const struct step *const step)
{
	for (int i = 0; i < step->allowed_count; i++)
		if (!strcmp(step->allowed_texts[i], step->observed_text))
			return true;
	return false;
}

bool is_allowed(const struct step *const step)
{
	if (step->reading == AS_LOG)
		return is_text_allowed(step);
	for (int i = 0; i < step->allowed_count; i++)
		if (covers(step->allowed[i], step->observed))
			return true;
	return false;
}
#endif

#if NEED(known_port) || NEED(audit) || NEED(events)
bool is_ephemeral(const int port)
{
	return port >= LOWEST_EPHEMERAL && port <= HIGHEST_EPHEMERAL;
}
#endif

#if NEED(end_turn)
/* The turn goes on when what the step gave is put away, at once where there is nobody else. */
static void end_turn(void)
{
#if NEED(turn_at_once)
	leave_meeting();
#endif
	is_busy[this_actor()] = true;
	if (read_now(&stage.forked) == 0)
		pass_turn_to(NOBODY);
}
#endif

#if !ALONE
/* Whatever is not negative is success, but for what a message lost. */
static int folded(const enum reading reading, const int returned)
{
	return reading == AS_OUTCOME && returned > 0 && returned != DROPPED ? OK : returned;
}

int end_step(const int index, const enum reading reading, const int returned,
	     const int allowed_count, ...)
{
	struct step *const step = &stage.steps[index];
	va_list allowed;

	step->reading = reading;
	step->observed = folded(reading, returned);
	step->allowed_count = allowed_count;
	va_start(allowed, allowed_count);
	for (int i = 0; i < allowed_count; i++)
		step->allowed[i] = va_arg(allowed, int);
	va_end(allowed);
	/* A port that the test asked for by number is known by its number. */
	if (reading == AS_PORT && is_ephemeral(returned) && !is_allowed(step))
		step->observed = EPHEMERAL;
	end_turn();
	return returned == DROPPED ? -EBADF : returned;
}

int end_log_step(const int index, const char *const observed, const int allowed_count, ...)
{
	struct step *const step = &stage.steps[index];
	va_list allowed;

	step->reading = AS_LOG;
	step->observed_text = observed;
	step->allowed_count = allowed_count;
	va_start(allowed, allowed_count);
	for (int i = 0; i < allowed_count; i++)
		step->allowed_texts[i] = va_arg(allowed, const char *);
	va_end(allowed);
	count_up(&stage.turn);
	return 0;
}
#endif
