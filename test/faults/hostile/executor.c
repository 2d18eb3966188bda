// SPDX-License-Identifier: GPL-2.0 OR MIT
/* In place of the executor of the fuzzer: FAULT is done once it has been sent something, or at once with EARLY. */

#define _GNU_SOURCE
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

__attribute__((unused)) static void wait_for_ever(void)
{
	for (;;)
		pause();
}

__attribute__((unused)) static void say_for_ever(const char *const bytes, const size_t size)
{
	while (write(STDOUT_FILENO, bytes, size) >= 0)
		;
}

int main(void)
{
	static char input[64 * 1024];

	while (EARLY || read(STDIN_FILENO, input, sizeof(input)) > 0) {
		FAULT;
	}
	return EXIT_SUCCESS;
}
