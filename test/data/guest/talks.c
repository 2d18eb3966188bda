// SPDX-License-Identifier: GPL-2.0 OR MIT
/* Stands in for a suite: says what it was told, what a kernel would say, and dies in its third test. */

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static void write_to(const char *const path, const char *const text)
{
	const int fd = open(path, O_WRONLY);

	if (write(fd, text, strlen(text)) < 0)
		perror(path);
	close(fd);
}

int main(int argc, char *argv[])
{
	setlinebuf(stdout);
	for (int i = 1; i < argc; i++)
		printf("# argument %s\n", argv[i]);
	printf("KTAP version 1\n1..1\n  KTAP version 1\n  # Subtest: talking\n  1..3\n");
	printf("  # begin talking_0\n  # steps OK EACCES\n  ok 1 talking_0\n");
	printf("  # begin talking_1\n");
	write_to("/dev/kmsg", "<4>WARNING: CPU: 0 PID: 1 at net/talking.c:1\n");
	printf("  # steps OK =ephemeral\n  ok 2 talking_1\n");
	printf("  # begin talking_2\n");
	kill(getpid(), SIGKILL);
	return 0;
}
