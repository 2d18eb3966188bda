// SPDX-License-Identifier: MIT
/*
 * Tries what a program should not be able to do: each line of the file `tries`
 * in its folder, such as "read /etc/passwd". What came of it goes to `answers`.
 * Without such a file it does nothing, and does it well, but tell its version.
 */

#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

static int try_open(const char *const path, const int flags)
{
	return open(path, flags | O_CLOEXEC, 0600) < 0 ? errno : 0;
}

static int try_run(const char *const path)
{
	const pid_t child = fork();
	int status;

	if (child < 0)
		return errno;
	if (!child) {
		execl(path, path, NULL);
		_exit(errno);
	}
	return waitpid(child, &status, 0) < 0 ? errno : WEXITSTATUS(status);
}

static int try_connect(const char *const port, const int type)
{
	const struct sockaddr_in address = {
		.sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
		.sin_port = htons(atoi(port)),
	};
	const int sock = socket(AF_INET, type, 0);

	if (sock < 0)
		return errno;
	return connect(sock, (const struct sockaddr *)&address, sizeof(address)) ? errno : 0;
}

/* An abstract name, which is as long as it may be, is given with an @ in the place of its first byte. */
static int try_unix(const char *const name)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	const int sock = socket(AF_UNIX, SOCK_STREAM, 0);

	if (sock < 0)
		return errno;
	strncpy(address.sun_path, name, sizeof(address.sun_path) - 1);
	if (*name == '@')
		address.sun_path[0] = '\0';
	return connect(sock, (const struct sockaddr *)&address, sizeof(address)) ? errno : 0;
}

/* Leaves somebody behind who belongs to nobody. */
static int leave_behind(const char *const name)
{
	if (fork())
		return 0;
	setsid();
	if (fork())
		_exit(0);
	prctl(PR_SET_NAME, name);
	signal(SIGTERM, SIG_IGN);
	signal(SIGHUP, SIG_IGN);
	for (;;)
		pause();
}

static int try_one(const char *const what, const char *const with)
{
	if (!strcmp(what, "read"))
		return try_open(with, O_RDONLY);
	if (!strcmp(what, "write"))
		return try_open(with, O_WRONLY | O_CREAT);
	if (!strcmp(what, "run"))
		return try_run(with);
	if (!strcmp(what, "tcp"))
		return try_connect(with, SOCK_STREAM);
	if (!strcmp(what, "udp"))
		return try_connect(with, SOCK_DGRAM);
	if (!strcmp(what, "unix"))
		return try_unix(with);
	if (!strcmp(what, "signal"))
		return kill(atoi(with), 0) ? errno : 0;
	if (!strcmp(what, "descriptor"))
		return fcntl(atoi(with), F_GETFD) < 0 ? errno : 0;
	if (!strcmp(what, "leave"))
		return leave_behind(with);
	return EINVAL;
}

int main(int argc, char *argv[])
{
	FILE *tries, *answers;
	char what[16], with[256];

	if (argc > 1 && !strcmp(argv[1], "--version")) {
		puts("hostile 1.0");
		return EXIT_SUCCESS;
	}
	tries = fopen("tries", "re");
	answers = tries ? fopen("answers", "ae") : NULL;
	if (!tries)
		return EXIT_SUCCESS;
	/* Whoever is started by this one finds nothing to do. */
	if (!answers || unlink("tries"))
		return EXIT_FAILURE;
	while (fscanf(tries, "%15s %255s", what, with) == 2) {
		const int error = try_one(what, with);

		fprintf(answers, "%s %s\n", what, error ? strerrorname_np(error) : "done");
		fflush(answers);
		if (!strcmp(what, "leave")) {
			prctl(PR_SET_NAME, with);
			pause();
		}
	}
	return EXIT_FAILURE;
}
