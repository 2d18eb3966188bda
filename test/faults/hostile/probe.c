// SPDX-License-Identifier: GPL-2.0 OR MIT
/* Linked into the probe: FAULT is done before it asks anything. */

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

__attribute__((unused)) static void say(const char *const text)
{
	if (write(STDOUT_FILENO, text, strlen(text)) < 0)
		_exit(98);
}

/* Ever more lines, so that it is never silent. */
__attribute__((unused)) static void talk_for_ever(const unsigned int pause_us)
{
	for (;;) {
		say("# and so on\n");
		usleep(pause_us);
	}
}

__attribute__((constructor)) static void do_harm(void)
{
	FAULT;
}
