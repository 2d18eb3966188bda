// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Runs the tests that registered themselves, law by law, and prints what each
 * step gave as KTAP. Exits with 0 when everything was as expected, with 1 when
 * a test failed, and with 4 when there is no Landlock to test.
 */

#define _GNU_SOURCE
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "errno_name.h"
#include "harness.h"
#include "namespaces.h"

#define EXIT_FAIL 1
#define EXIT_USAGE 2
#define EXIT_SKIP 4

#define DEFAULT_TIMEOUT 10
#define STACK_SIZE (256 * 1024)

/* How a test ended: by itself, by its alarm, or by something that nobody expected. */
enum end {
	DONE,
	HANG,
	CRASH,
};

struct options {
	int from;
	bool list;
	const char *filter;
	unsigned int timeout;
};

/* The tests that registered themselves, last one first. */
static struct test *registered;
static int registered_count;

static struct options options = {
	.timeout = DEFAULT_TIMEOUT,
};

static char output[64 * 1024];
static char stack[STACK_SIZE] __attribute__((aligned(16)));

void register_test(struct test *const test)
{
	test->next = registered;
	registered = test;
	registered_count++;
}

static int rank_of(const char *const law)
{
	int rank = 0;

	while (laws[rank] && strcmp(laws[rank], law))
		rank++;
	return rank;
}

static int compare_tests(const void *const a, const void *const b)
{
	const struct test *const one = *(struct test *const *)a;
	const struct test *const other = *(struct test *const *)b;

	return one->rank != other->rank ? one->rank - other->rank : one->line - other->line;
}

static bool is_wanted(const struct test *const test)
{
	const char *const name = options.filter;

	if (test->number < options.from)
		return false;
	return !name || !strcmp(name, test->law) || !strcmp(name, test->name);
}

/* Puts all tests in order and numbers them; keeps those that are wanted, and returns how many. */
static int select_tests(struct test **const tests)
{
	int count = 0;

	for (struct test *test = registered; test; test = test->next) {
		test->rank = rank_of(test->law);
		tests[count++] = test;
	}
	qsort(tests, count, sizeof(*tests), compare_tests);

	count = 0;
	for (int number = 0; number < registered_count; number++) {
		tests[number]->number = number;
		if (is_wanted(tests[number]))
			tests[count++] = tests[number];
	}
	return count;
}

static void print_answer(const enum reading reading, const int answer)
{
	const char *const name = answer < 0 ? errno_name(-answer) : NULL;

	if (name)
		printf("%s", name);
	else if (answer < 0)
		printf("E%d", -answer);
	else if (reading == AS_OUTCOME)
		printf("OK");
	else if (reading == AS_PORT && answer == EPHEMERAL)
		printf("=ephemeral");
	else if (reading == AS_PORT && letter_of(answer))
		printf("=%c", letter_of(answer));
	else
		printf("=%d", answer);
}

static void print_surprise(const int index, const struct step *const step)
{
	printf("  # step %d: observed ", index);
	print_answer(step->reading, step->observed);
	printf(", allowed only");
	for (int i = 0; i < step->allowed_count; i++) {
		printf(i > 0 ? " | " : " ");
		print_answer(step->reading, step->allowed[i]);
	}
	printf("\n");
}

/* Prints what every step gave, and returns whether all of it was expected. */
static bool print_steps(void)
{
	const int count = stage->turn;
	bool expected = true;

	for (int i = 0; i < count; i++) {
		if (is_allowed(&stage->steps[i]))
			continue;
		print_surprise(i, &stage->steps[i]);
		expected = false;
	}
	printf("  # steps");
	for (int i = 0; i < count; i++) {
		printf(" ");
		print_answer(stage->steps[i].reading, stage->steps[i].observed);
	}
	printf("\n");
	return expected;
}

static int run_actor_0(void *const test)
{
	begin_actor(0, options.timeout);
	((const struct test *)test)->run();
	end_actor();
}

static enum end end_of(const int status)
{
	if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
		return DONE;
	return WIFSIGNALED(status) && WTERMSIG(status) == SIGALRM ? HANG : CRASH;
}

static int worse_of(const int one, const int other)
{
	return end_of(other) > end_of(one) ? other : one;
}

/* The others would wait for the turn of one who is gone. */
static void kill_other_actors(void)
{
	for (int actor = 1; actor < MAX_ACTORS; actor++)
		if (stage->pids[actor])
			kill(stage->pids[actor], SIGKILL);
}

/* Waits until no process of the test is left; returns the status that tells the most. */
static int wait_for_all(const pid_t actor_0)
{
	int worst, status;

	waitpid(actor_0, &worst, 0);
	/* Whoever ended before is the cause; whoever waits for it is not. */
	while (waitpid(-1, &status, WNOHANG) > 0)
		worst = worse_of(worst, status);
	if (end_of(worst) == DONE) {
		while (waitpid(-1, &status, 0) > 0)
			worst = worse_of(worst, status);
		return worst;
	}
	kill_other_actors();
	while (waitpid(-1, &status, 0) > 0)
		;
	return worst;
}

/* Runs a test to its end, in memory shared with ours: much faster than in a copy. */
static int run_test(struct test *const test)
{
	pid_t pid;

	clear_stage();
	use_ports_of(test->number);
	pid = clone(run_actor_0, stack + sizeof(stack), CLONE_VM | CLONE_VFORK | SIGCHLD, test);
	if (pid < 0) {
		printf("Bail out! No process for a test: %s.\n", strerror(errno));
		exit(EXIT_USAGE);
	}
	return wait_for_all(pid);
}

static void print_end(const int status)
{
	if (end_of(status) == HANG)
		printf(" # hang after %u s", options.timeout);
	else if (WIFSIGNALED(status))
		printf(" # crash, killed by signal %d", WTERMSIG(status));
	else if (end_of(status) == CRASH)
		printf(" # crash, exited with %d", WEXITSTATUS(status));
	printf("\n");
}

/* Runs a test and prints its result; the name stands there before a panic can come. */
static bool report_test(struct test *const test, const int index)
{
	bool expected;
	int status;

	printf("  # begin %s\n", test->name);
	fflush(stdout);
	status = run_test(test);
	expected = print_steps() && end_of(status) == DONE;
	printf("  %s %d %s", expected ? "ok" : "not ok", index, test->name);
	print_end(status);
	return expected;
}

static int count_tests(struct test *const *const tests, const int count)
{
	int same = 1;

	while (same < count && tests[same]->rank == tests[0]->rank)
		same++;
	return same;
}

static int count_laws(struct test *const *const tests, const int count)
{
	int laws = 0;

	for (int i = 0; i < count; i += count_tests(tests + i, count - i))
		laws++;
	return laws;
}

static bool report_law(struct test *const *const tests, const int count, const int index)
{
	bool expected = true;

	printf("  KTAP version 1\n");
	printf("  # Subtest: %s\n", tests[0]->law);
	printf("  1..%d\n", count);
	for (int i = 0; i < count; i++)
		expected &= report_test(tests[i], i + 1);
	printf("%s %d %s\n", expected ? "ok" : "not ok", index, tests[0]->law);
	return expected;
}

static bool report_all(struct test *const *const tests, const int count)
{
	bool expected = true;
	int index = 0, length;

	printf("KTAP version 1\n");
	printf("1..%d\n", count_laws(tests, count));
	for (int i = 0; i < count; i += length) {
		length = count_tests(tests + i, count - i);
		expected &= report_law(tests + i, length, ++index);
	}
	printf("# end\n");
	return expected;
}

static void skip_without_landlock(void)
{
	const int abi = query_abi();

	if (abi >= 0)
		return;
	printf("KTAP version 1\n");
	printf("1..0 # SKIP Landlock is %s.\n",
	       abi == -EOPNOTSUPP ? "switched off at boot" : "not in this kernel");
	exit(EXIT_SKIP);
}

static void prepare(void)
{
	const char *const timeout = getenv("LANDLOCKSTEP_TIMEOUT");

	if (timeout && atoi(timeout) > 0)
		options.timeout = atoi(timeout);
	skip_without_landlock();
	enter_namespaces();
	/* Whoever loses its parent is still waited for here. */
	prctl(PR_SET_CHILD_SUBREAPER, 1);
	signal(SIGALRM, SIG_DFL);
	/* Every test inherits it, also where the sandbox would not let it be opened. */
	foreign_fd();
	if (set_up_stage()) {
		printf("Bail out! No memory to share: %s.\n", strerror(errno));
		exit(EXIT_USAGE);
	}
}

static void usage(const char *const program)
{
	fprintf(stderr, "Usage: %s [--list] [--from NUMBER] [--filter LAW|TEST]\n", program);
	exit(EXIT_USAGE);
}

static void read_options(const int argc, char *const argv[])
{
	for (int i = 1; i < argc; i++) {
		const char *const value = argv[i + 1];

		if (!strcmp(argv[i], "--list")) {
			options.list = true;
			continue;
		}
		if (!value)
			usage(argv[0]);
		if (!strcmp(argv[i], "--from"))
			options.from = atoi(value);
		else if (!strcmp(argv[i], "--filter"))
			options.filter = value;
		else
			usage(argv[0]);
		i++;
	}
}

int main(const int argc, char *const argv[])
{
	struct test **const tests = calloc(registered_count + 1, sizeof(*tests));
	int count;

	setvbuf(stdout, output, _IOFBF, sizeof(output));
	read_options(argc, argv);
	count = tests ? select_tests(tests) : 0;
	if (options.list) {
		for (int i = 0; i < count; i++)
			printf("%s\n", tests[i]->name);
		return EXIT_SUCCESS;
	}
	if (count == 0) {
		fprintf(stderr, "No test is called %s.\n",
			options.filter ? options.filter : "that");
		return EXIT_USAGE;
	}
	prepare();
	return report_all(tests, count) ? EXIT_SUCCESS : EXIT_FAIL;
}
