// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * A process enforces a ruleset with LANDLOCK_RESTRICT_SELF_TSYNC, up to sixteen times,
 * while a thread of it reads its own /proc/self/maps in a loop. Prints how many of 20
 * such processes did not come to their end within 3 seconds, first without TSYNC, which
 * should be and is 0, then with it, which should be 0; Linux 7.0 to 7.3 give 15 to 20.
 *
 * cc -static -pthread -o reproducer tsync-waits-for-proc.c; needs Landlock ABI 8.
 */
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define BIND_TCP (1ULL << 0)
#define TSYNC (1U << 3)
#define LAYERS 16
#define PROCESSES 20
#define SECONDS 3

static void *look(void *const unused)
{
	char text[1024];

	(void)unused;
	for (;;) {
		const int fd = open("/proc/self/maps", O_RDONLY | O_CLOEXEC);

		if (fd >= 0 && read(fd, text, sizeof(text)) < 0)
			text[0] = '\0';
		close(fd);
	}
	return NULL;
}

static int enforce(const unsigned int flags)
{
	const uint64_t attr[] = { 0, BIND_TCP };
	const int ruleset = syscall(444, attr, sizeof(attr), 0);
	pthread_t thread;

	if (ruleset < 0 || prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) ||
	    pthread_create(&thread, NULL, look, NULL))
		return 2;
	for (int i = 0; i < LAYERS; i++)
		if (syscall(446, ruleset, flags))
			return 2;
	return 0;
}

static int count_stuck(const unsigned int flags)
{
	int stuck = 0;

	for (int i = 0; i < PROCESSES; i++) {
		const pid_t child = fork();
		int status = 0;

		if (child == 0) {
			/* Ends both threads, as any fatal signal does. */
			alarm(SECONDS);
			_exit(enforce(flags));
		}
		waitpid(child, &status, 0);
		if (WIFSIGNALED(status) && WTERMSIG(status) == SIGALRM)
			stuck++;
		else if (status)
			return -1;
	}
	return stuck;
}

int main(void)
{
	setbuf(stdout, NULL);
	printf("stuck without TSYNC: %d of %d\n", count_stuck(0), PROCESSES);
	printf("stuck with TSYNC: %d of %d\n", count_stuck(TSYNC), PROCESSES);
	return 0;
}
