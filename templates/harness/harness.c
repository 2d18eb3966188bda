// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Runs the tests that were linked together, law by law, and prints what each
 * step gave as KTAP. Exits with 0 when everything was as expected, with 1 when
 * a test failed, and with 4 when there is no Landlock to test.
 */

#define _GNU_SOURCE
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "harness.h"
#include "moment.h"
#include "namespaces.h"
#include "routes.h"
#include "run.h"
#include "steps.h"
#include "watch.h"

#define EXIT_FAIL 1
#define EXIT_USAGE 2
#define EXIT_SKIP 4

#define DEFAULT_TIMEOUT 10

struct options {
	/* The test to start from, and which after it: all, every second, every third, ... */
	int from, each;
	bool list;
	const char *filter;
	unsigned int timeout;
};

/* Every test there is, in the order of the linker, which says where they start and stop. */
extern struct test *const __start_tests[], *const __stop_tests[];

static struct options options = {
	.each = 1,
	.timeout = DEFAULT_TIMEOUT,
};

static char output[64 * 1024];

static int count_all(void)
{
	return __stop_tests - __start_tests;
}

/* The tests of a law stand together, and share its name. */
static int rank_of(const char *const law)
{
	static const char *last;
	static int rank;

	if (law == last)
		return rank;
	last = law;
	for (rank = 0; laws[rank] && strcmp(laws[rank], law); rank++)
		;
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

	if (test->number < options.from || (test->number - options.from) % options.each)
		return false;
	return !name || !strcmp(name, test->law) || !strcmp(name, test->name);
}

/* Puts all tests in order and numbers them; keeps those that are wanted, and returns how many. */
static int select_tests(struct test **const tests)
{
	int count = 0;

	for (int i = 0; i < count_all(); i++) {
		tests[i] = __start_tests[i];
		tests[i]->rank = rank_of(tests[i]->law);
	}
	qsort(tests, count_all(), sizeof(*tests), compare_tests);

	for (int number = 0; number < count_all(); number++) {
		tests[number]->number = number;
		if (is_wanted(tests[number]))
			tests[count++] = tests[number];
	}
	return count;
}

static bool report_skip(const struct test *const test, const int index, const int err)
{
	printf("  ok %d %s # SKIP no %s: %s\n", index, test->name, name_of_logs(test->logs),
	       strerror(err));
	return true;
}

static long long microseconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000000LL + now.tv_nsec / 1000;
}

/* Runs a test and prints its result; the name stands there before a panic can come. */
static bool report_test(struct test *const test, const int index)
{
	const int err = choose_logging(test->logs);
	long long begun;
	bool expected, whole;
	int status;

	printf("  # begin %s\n", test->name);
	if (err)
		return report_skip(test, index, -err);
	fflush(stdout);
	begun = microseconds();
	status = run_test(test);
	printf("  # time %lld us\n", microseconds() - begun);
	whole = !test->logs || end_logging();
	expected = print_steps() && end_of(status) == DONE && whole;
	printf("  %s %d %s", expected ? "ok" : "not ok", index, test->name);
	print_end(status, options.timeout, whole ? 0 : test->logs);
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
	/* Whoever reads the results can tell which suite gave them. */
	printf("# suite %s\n", suite_id);
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
	shorten_moments();
	/* Whoever loses its parent is still waited for here. */
	prctl(PR_SET_CHILD_SUBREAPER, 1);
	signal(SIGALRM, SIG_DFL);
	/* Every test inherits it, also where the sandbox would not let it be opened. */
	foreign_fd();
	if (start_watching(options.timeout, false)) {
		printf("Bail out! No process to watch the tests: %s.\n", strerror(errno));
		exit(EXIT_FAIL);
	}
}

static void usage(const char *const program)
{
	fprintf(stderr, "Usage: %s [--list] [--from NUMBER] [--each NUMBER] [--filter LAW|TEST]\n",
		program);
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
		else if (!strcmp(argv[i], "--each") && atoi(value) > 0)
			options.each = atoi(value);
		else if (!strcmp(argv[i], "--filter"))
			options.filter = value;
		else
			usage(argv[0]);
		i++;
	}
}

int main(const int argc, char *const argv[])
{
	struct test **const tests = calloc(count_all() + 1, sizeof(*tests));
	bool expected;
	int count;

	/* A test of this suite sent itself here. */
	if (argc == 3 && !strcmp(argv[1], "--call"))
		return answer_call(argv[2]);
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
	expected = report_all(tests, count);
	stop_watching();
	stop_listening();
	return expected ? EXIT_SUCCESS : EXIT_FAIL;
}
