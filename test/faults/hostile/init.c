// SPDX-License-Identifier: GPL-2.0 OR MIT
/* Linked into the first process of a guest: FAULT is done before anything else, in every guest or only where a suite is. */

#define _GNU_SOURCE
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/reboot.h>
#include <sys/time.h>
#include <time.h>
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

/* Goes on for ever beside the other processes. */
__attribute__((unused)) static void set_back_clock(void)
{
	const struct timespec past = { .tv_sec = 1000 };

	if (fork())
		return;
	for (;;) {
		clock_settime(CLOCK_REALTIME, &past);
		usleep(20 * 1000);
	}
}

__attribute__((constructor)) static void do_harm(void)
{
	if (getpid() != 1 || (SUITE_ONLY && access("/suite", F_OK)))
		return;
	FAULT;
}
