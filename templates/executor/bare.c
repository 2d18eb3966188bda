// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * What the executor is measured against: does the same calls of the same programs,
 * each in the cheapest process that there is, and neither notes nor prints anything.
 * It knows programs of one process only, and no routes.
 */

#define _GNU_SOURCE
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdalign.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "harness.h"
#include "namespaces.h"
#include "perform.h"
#include "wire.h"

#define STACK_SIZE (128 * 1024)
#define POOL_SIZE 8

/* What keeps a program from the sockets of another one, beside ports and names of its own. */
enum isolation {
	NUMBERS,
	NAMESPACE_EACH,
	NAMESPACE_POOL,
};

static alignas(16) char stack[STACK_SIZE];
static struct program program;
static enum isolation isolation;
static int pool[POOL_SIZE];

static void isolate(void)
{
	if (isolation == NAMESPACE_EACH)
		unshare_namespace(CLONE_NEWNET);
	else if (isolation == NAMESPACE_POOL)
		setns(pool[program.number % POOL_SIZE], CLONE_NEWNET);
}

static int act(void *const unused)
{
	int sock[MAX_SLOTS], ruleset[MAX_SLOTS];

	(void)unused;
	memset(sock, -1, sizeof(sock));
	memset(ruleset, -1, sizeof(ruleset));
	isolate();
	if (program.needs_mailbox)
		make_mailbox();
	for (int i = 0; i < program.count; i++)
		call_plainly(&program.ops[i], sock, ruleset);
	_exit(0);
}

static void run_program(void)
{
	pid_t child;

	use_ports_of(program.number);
	if (program.needs_directory)
		make_directory();
	child = clone(act, stack + sizeof(stack), CLONE_VM | CLONE_VFORK | SIGCHLD, NULL);
	if (child < 0) {
		perror("clone");
		exit(EXIT_FAILURE);
	}
	waitpid(child, NULL, 0);
	remove_directory();
}

static void fill_pool(void)
{
	for (int i = 0; i < POOL_SIZE; i++) {
		unshare_namespace(CLONE_NEWNET);
		pool[i] = open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC);
	}
}

static enum isolation isolation_called(const char *const name)
{
	if (!strcmp(name, "each"))
		return NAMESPACE_EACH;
	return strcmp(name, "pool") ? NUMBERS : NAMESPACE_POOL;
}

int main(const int argc, char *const argv[])
{
	isolation = isolation_called(argc > 1 ? argv[1] : "");
	enter_namespaces();
	foreign_fd();
	if (isolation == NAMESPACE_POOL)
		fill_pool();
	while (read_program(STDIN_FILENO, &program))
		run_program();
	return EXIT_SUCCESS;
}
