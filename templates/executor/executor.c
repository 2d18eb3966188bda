// SPDX-License-Identifier: GPL-2.0 OR MIT
/* Runs programs that come over its input, each in processes of its own, and prints what their steps gave. */

#define _GNU_SOURCE
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "slabs.h"
#include "complaints.h"
#include "coverage.h"
#include "harness.h"
#include "id.h"
#include "moment.h"
#include "namespaces.h"
#include "perform.h"
#include "run.h"
#include "steps.h"
#include "watch.h"

/* Without a step: a record of audit is waited for 2 seconds, and a connection less. */
#define SECONDS 5

static struct program program;
static char output[64 * 1024];

static bool is_at_once(const int i)
{
	return i < program.count && program.ops[i].at_once;
}

/* Is it this process's turn? It waits for it, and for what begins together with it. */
static bool is_own_turn(const int i)
{
	const struct op *const op = &program.ops[i];
	int first = i, end = i + 1;

	while (is_at_once(first))
		first--;
	while (is_at_once(end))
		end++;
	if (end - first == 1)
		return turn_of(op->actor, i);
	return turn_at_once(op->actor, i, i - first, end - first, op->at_once - 1);
}

static void run_program(void)
{
	int *const sock = sockets();
	int *const ruleset = rulesets();

	for (int route = ROUTE_SYSCALL; route <= ROUTE_EXEC; route++)
		if (program.early_routes & (1U << route))
			make_early(route);
	if (program.needs_mailbox)
		make_mailbox();
	begin_coverage();
	for (int i = 0; i < program.count; i++)
		if (is_own_turn(i))
			perform(&program.ops[i], i, sock, ruleset);
}

/* The name stands there before a panic can come. */
static void report_program(void)
{
	struct test test = {
		.number = program.number,
		.needs_directory = program.needs_directory,
		.run = run_program,
	};
	const int err = choose_logging(program.logs);
	bool whole;
	int status;

	printf("# begin p%d\n", program.number);
	fflush(stdout);
	if (err) {
		printf("ok 1 p%d # SKIP no %s: %s\n", program.number, name_of_logs(program.logs),
		       strerror(-err));
		return;
	}
	status = run_test(&test);
	end_with_complaint();
	whole = !program.logs || end_logging();
	print_observations();
	print_edges();
	printf("ok 1 p%d", program.number);
	print_end(status, SECONDS, whole ? 0 : program.logs);
}

/* A program without steps asks what the kernel holds. */
static void report_slabs(void)
{
	printf("# begin p%d\n", program.number);
	print_slabs();
	printf("# steps\nok 1 p%d\n", program.number);
	fflush(stdout);
}

int main(const int argc, char *const argv[])
{
	/* A program sent itself here. */
	if (argc == 3 && !strcmp(argv[1], "--call"))
		return answer_call(argv[2]);
	setvbuf(stdout, output, _IOFBF, sizeof(output));
	enter_namespaces();
	shorten_moments();
	prctl(PR_SET_CHILD_SUBREAPER, 1);
	signal(SIGALRM, SIG_DFL);
	foreign_fd();
	open_coverage();
	open_complaints();
	if (start_watching(SECONDS, true)) {
		printf("Bail out! No process to watch the programs: %s.\n", strerror(errno));
		return EXIT_FAILURE;
	}
	print_id();
	printf("# ready\n");
	fflush(stdout);
	while (read_program(STDIN_FILENO, &program)) {
		if (program.count > 0)
			report_program();
		else
			report_slabs();
	}
	printf("# end\n");
	fflush(stdout);
	stop_watching();
	stop_listening();
	return EXIT_SUCCESS;
}
