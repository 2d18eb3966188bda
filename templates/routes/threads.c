// SPDX-License-Identifier: GPL-2.0 OR MIT

#define _GNU_SOURCE
#include <errno.h>
#include <sched.h>
#include <stdalign.h>
#include <stdint.h>

#include "futex.h"
#include "threads.h"

/* Not pthread_create(3), which counts on being called by a thread that it knows. */
#define THREAD (CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD | CLONE_SYSVSEM)

#if NEED(threads)
enum state {
	NONE,
	IDLE,
	ASKED,
};

struct job {
	const struct socket_call *call;
	int answer;
	uint32_t state;
};
#endif

#if NEED(ROUTE_THREAD)
static alignas(16) char thread_stack[64 * 1024];
#endif

#if NEED(ROUTE_EARLY_THREAD)
static struct job early;
static pid_t early_tid;
static alignas(16) char early_stack[64 * 1024];
#endif

#if NEED(threads)
static uint32_t state_of(const struct job *const job)
{
	return __atomic_load_n(&job->state, __ATOMIC_ACQUIRE);
}
#endif

#if NEED(ROUTE_EARLY_THREAD)
static void change(struct job *const job, const enum state state)
{
	__atomic_store_n(&job->state, state, __ATOMIC_RELEASE);
	futex(&job->state, FUTEX_WAKE, 1);
}
#endif

#if NEED(threads)
static void wait_while(struct job *const job, const enum state state)
{
	while (state_of(job) == state)
		futex(&job->state, FUTEX_WAIT, state);
}

static int do_one(void *const job)
{
	struct job *const one = job;

	one->answer = do_syscall(one->call);
	return 0;
}
#endif

#if NEED(ROUTE_THREAD)
int call_in_thread(const struct socket_call *const call)
{
	struct job job = {
		.call = call,
		.state = ASKED,
	};
	const int flags = THREAD | CLONE_CHILD_CLEARTID;

	/* The kernel writes 0, which is NONE, when the thread is gone. */
	if (clone(do_one, thread_stack + sizeof(thread_stack), flags, &job, NULL, NULL,
		  &job.state) < 0)
		return -errno;
	wait_while(&job, ASKED);
	return job.answer;
}
#endif

#if NEED(ROUTE_EARLY_THREAD)
static int do_many(void *const job)
{
	for (;;) {
		wait_while(job, IDLE);
		do_one(job);
		change(job, IDLE);
	}
	return 0;
}

int make_early_thread(void)
{
	early.state = IDLE;
	early_tid = clone(do_many, early_stack + sizeof(early_stack), THREAD, &early);
	if (early_tid >= 0)
		return 0;
	early.state = NONE;
	early_tid = 0;
	return -errno;
}

int call_in_early_thread(const struct socket_call *const call)
{
	if (state_of(&early) == NONE)
		return -EAGAIN;
	early.call = call;
	change(&early, ASKED);
	wait_while(&early, ASKED);
	return early.answer;
}
#endif

#if NEED(signal_early_thread)
pid_t early_thread(void)
{
	return early_tid;
}
#endif

#if !ALONE
void forget_threads(void)
{
	early = (struct job){};
	early_tid = 0;
}
#endif
