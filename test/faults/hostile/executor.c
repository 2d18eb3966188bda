// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Linked into the executor of the fuzzer: FAULT is done when it flushes what it
 * printed for the time AT. First it does that when it is ready, and then when it
 * has begun a program. With AT 0 it is done before anything else.
 */

#define _GNU_SOURCE
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int __real_fflush(FILE *stream);
int __wrap_fflush(FILE *stream);

static pid_t executor;

__attribute__((unused)) static void wait_for_ever(void)
{
	for (;;)
		pause();
}

__attribute__((unused)) static void say(const char *const text)
{
	if (write(STDOUT_FILENO, text, strlen(text)) < 0)
		_exit(98);
}

__attribute__((unused)) static void say_for_ever(const char *const bytes, const size_t size)
{
	while (write(STDOUT_FILENO, bytes, size) >= 0)
		;
}

/* A program may send the executor itself to another call. */
__attribute__((constructor)) static void remember(const int argc)
{
	executor = getpid();
	if (AT == 0 && argc == 1) {
		FAULT;
	}
}

int __wrap_fflush(FILE *const stream)
{
	const int result = __real_fflush(stream);
	static int flushed;

	if (stream == stdout && getpid() == executor && ++flushed == AT) {
		FAULT;
	}
	return result;
}
