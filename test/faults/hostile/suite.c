// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Linked into a suite to do harm in it: FAULT is what is done when the harness
 * has begun test AT, counted from 1 in each guest. With ONCE only the first guest
 * does it. The harness flushes what it printed before each test, and that call is ours.
 */

#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/time.h>
#include <sys/utsname.h>
#include <time.h>
#include <unistd.h>

int __real_fflush(FILE *stream);
int __wrap_fflush(FILE *stream);

static pid_t harness;
static bool is_first_guest;

static void write_to(const char *const path, const char *const text)
{
	const int fd = open(path, O_WRONLY | O_CLOEXEC);

	if (fd < 0 || write(fd, text, strlen(text)) < 0)
		_exit(99);
	close(fd);
}

/* Only a guest may be broken. */
static bool is_guest(void)
{
	static char line[4096];
	const int fd = open("/proc/cmdline", O_RDONLY | O_CLOEXEC);
	const ssize_t length = fd < 0 ? 0 : read(fd, line, sizeof(line) - 1);

	if (fd >= 0)
		close(fd);
	return length > 0 && strstr(line, "landlockstep.from=");
}

__attribute__((constructor)) static void remember(const int argc, char *const argv[])
{
	harness = getpid();
	is_first_guest = true;
	for (int i = 1; i + 1 < argc; i++)
		if (!strcmp(argv[i], "--from"))
			is_first_guest = atoi(argv[i + 1]) == 0;
}

/* What FAULT is made of. */

__attribute__((unused)) static void sysrq(const char *const key)
{
	write_to("/proc/sysrq-trigger", key);
}

__attribute__((unused)) static void kernel_says(const char *const text)
{
	write_to("/dev/kmsg", text);
}

/* To the channel, without the buffer of the standard output. */
__attribute__((unused)) static void say(const char *const text)
{
	if (write(STDOUT_FILENO, text, strlen(text)) < 0)
		_exit(98);
}

__attribute__((unused)) static void say_bytes(const char *const bytes, const size_t size, int times)
{
	while (times-- > 0)
		if (write(STDOUT_FILENO, bytes, size) < 0)
			_exit(98);
}

/* Bytes of one kind, in large pieces. */
__attribute__((unused)) static void say_much(const char byte, long long size)
{
	static char piece[32 * 1024];

	memset(piece, byte, sizeof(piece));
	for (; size > 0; size -= sizeof(piece))
		if (write(STDOUT_FILENO, piece, sizeof(piece)) < 0)
			_exit(98);
}

__attribute__((unused)) static void wait_for_ever(void)
{
	for (;;)
		pause();
}

/* Nobody else gets the only processor any more. */
__attribute__((unused)) static void spin(void)
{
	const struct sched_param most = { .sched_priority = 99 };

	write_to("/proc/sys/kernel/sched_rt_runtime_us", "-1");
	if (sched_setscheduler(0, SCHED_FIFO, &most))
		_exit(97);
	for (;;)
		;
}

__attribute__((unused)) static void eat_memory(void)
{
	for (;;) {
		char *const piece = malloc(1 << 20);

		if (piece)
			memset(piece, 1, 1 << 20);
	}
}

/* Where two kernels run, the one that comes first. */
__attribute__((unused)) static bool is_newer(void)
{
	struct utsname name;

	return !uname(&name) && name.release[0] == '7';
}

int __wrap_fflush(FILE *const stream)
{
	const int result = __real_fflush(stream);
	static int begun;

	if (stream != stdout || getpid() != harness || !is_guest())
		return result;
	if (++begun == AT && (!ONCE || is_first_guest)) {
		FAULT;
	}
	return result;
}
