// SPDX-License-Identifier: GPL-2.0 OR MIT

#define _GNU_SOURCE
#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <stdalign.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "actors.h"
#include "sandbox.h"
#include "tracing.h"

#if NEED(OP_PTRACE)
int trace_actor(const int actor, const int request)
{
	const pid_t pid = pid_of(actor);

	if (ptrace(request, pid, NULL, NULL))
		return -errno;
	/* Only who has stopped is left alone again. */
	if (request == PTRACE_SEIZE && ptrace(PTRACE_INTERRUPT, pid, NULL, NULL))
		return -errno;
	if (waitpid(pid, NULL, __WALL) != pid || ptrace(PTRACE_DETACH, pid, NULL, NULL))
		return -EPROTO;
	return 0;
}
#endif

#if NEED(OP_TRACEME)
static alignas(16) char sibling_stack[16 * 1024];

static int ask_parent(void *const answer)
{
	*(int *)answer = ptrace(PTRACE_TRACEME, 0, NULL, NULL) ? -errno : 0;
	_exit(0);
}

int trace_sibling(void)
{
	/*
	 * The parent, which the harness has wait for all, learns of its end. We go on
	 * before that: descriptors of its own would keep open what we close then.
	 */
	const int flags = CLONE_VM | CLONE_FILES | CLONE_VFORK | CLONE_PARENT | SIGCHLD;
	int answer = -EPROTO;

	if (clone(ask_parent, sibling_stack + sizeof(sibling_stack), flags, &answer) < 0)
		return -errno;
	return answer;
}
#endif

#if NEED(OP_OPEN_PROC)
static int open_in_proc(const int actor, const char *const name)
{
	char path[64];

	snprintf(path, sizeof(path), "/proc/%d/%s", pid_of(actor), name);
	return open_file(path, O_RDONLY);
}
#endif

#if NEED(open_proc_fd)
int open_proc_fd(const int actor)
{
	char name[16];

	snprintf(name, sizeof(name), "fd/%d", foreign_fd());
	return open_in_proc(actor, name);
}
#endif

#if NEED(open_proc_ns)
int open_proc_ns(const int actor)
{
	return open_in_proc(actor, "ns/net");
}
#endif
