/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* Every test is an entry of one section; each runs in a process of its own, and KTAP is printed. */
#ifndef HARNESS_H
#define HARNESS_H

#include "actors.h"
#include "calls.h"
#include "directory.h"
#include "listener.h"
#include "own_namespaces.h"
#include "passing.h"
#include "races.h"
#include "routes.h"
#include "sandbox.h"
#include "seccomp.h"
#include "siblings.h"
#include "signals.h"
#include "tracing.h"

struct test {
	const char *name;
	const char *law;
	/* Tests run in the order of their laws, and of their lines in the file of a law. */
	int rank;
	int line;
	/* Counts over the whole suite from 0, whatever part of it runs. */
	int number;
	bool needs_directory;
	/* LOG_AUDIT and what follows it: what it reads. */
	int logs;
	void (*run)(void);
};

/* The laws in the order in which they run, up to NULL. */
extern const char *const laws[];

/* The hash of what the suite is made of. */
extern const char suite_id[];

/* Names the law that the tests of a file belong to. */
#define LAW(name) static const char law[] = name

#define TEST(test_name) DEFINE_TEST(test_name, false, 0)

/* A test that uses paths or rules for them, that reads what is logged, or both. */
#define TEST_WITH_DIRECTORY(test_name) DEFINE_TEST(test_name, true, 0)
#define TEST_WITH_AUDIT(test_name) DEFINE_TEST(test_name, false, LOG_AUDIT)
#define TEST_WITH_EVENTS(test_name) DEFINE_TEST(test_name, false, LOG_EVENTS)
#define TEST_WITH_AUDIT_AND_EVENTS(test_name) DEFINE_TEST(test_name, false, LOG_AUDIT | LOG_EVENTS)
#define TEST_WITH_DIRECTORY_AND_AUDIT(test_name) DEFINE_TEST(test_name, true, LOG_AUDIT)
#define TEST_WITH_DIRECTORY_AND_EVENTS(test_name) DEFINE_TEST(test_name, true, LOG_EVENTS)
#define TEST_WITH_DIRECTORY_AND_AUDIT_AND_EVENTS(test_name) \
	DEFINE_TEST(test_name, true, LOG_AUDIT | LOG_EVENTS)

#define DEFINE_TEST(test_name, with_directory, with_logs)                               \
	static void test_name(void);                                                    \
	static struct test entry_of_##test_name = {                                     \
		.name = #test_name,                                                     \
		.law = law,                                                             \
		.line = __LINE__,                                                       \
		.needs_directory = with_directory,                                      \
		.logs = with_logs,                                                      \
		.run = test_name,                                                       \
	};                                                                              \
	static struct test *const in_##test_name                                        \
		__attribute__((section("tests"), used)) = &entry_of_##test_name;        \
	static void test_name(void)

#endif
