// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Gives a QEMU that may open nothing itself a file to write to:
 *
 *   pass_fd MONITOR FILE NAME
 *
 * MONITOR is the path of a UNIX socket on which it takes commands (QMP). FILE
 * is made anew, and from then on QEMU knows it by NAME.
 */

#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#define MAX_LINE 65536
#define MAX_COMMAND 256

__attribute__((noreturn)) static void fail(const char *const what)
{
	fprintf(stderr, "%s: %s\n", what, strerror(errno));
	exit(EXIT_FAILURE);
}

static int connect_to(const char *const path)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	const int sock = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (sock < 0)
		fail("socket");
	if (strlen(path) >= sizeof(address.sun_path)) {
		errno = ENAMETOOLONG;
		fail(path);
	}
	strcpy(address.sun_path, path);
	if (connect(sock, (const struct sockaddr *)&address, sizeof(address)))
		fail("it does not listen");
	return sock;
}

/* Sends a command, with a descriptor if there is one. */
static void send_command(const int sock, const char *const command, const int fd)
{
	struct iovec text = { (void *)command, strlen(command) };
	union {
		struct cmsghdr header;
		char space[CMSG_SPACE(sizeof(fd))];
	} control = {};
	struct msghdr message = { .msg_iov = &text, .msg_iovlen = 1 };

	if (fd >= 0) {
		message.msg_control = &control;
		message.msg_controllen = sizeof(control);
		control.header.cmsg_level = SOL_SOCKET;
		control.header.cmsg_type = SCM_RIGHTS;
		control.header.cmsg_len = CMSG_LEN(sizeof(fd));
		memcpy(CMSG_DATA(&control.header), &fd, sizeof(fd));
	}
	if (sendmsg(sock, &message, MSG_NOSIGNAL) != (ssize_t)text.iov_len)
		fail("sendmsg");
}

/* A greeting and events come by themselves; an answer is a return or an error. */
static void await_answer(FILE *const monitor)
{
	static char line[MAX_LINE];

	while (fgets(line, sizeof(line), monitor)) {
		if (!strncmp(line, "{\"return\"", 9))
			return;
		if (!strncmp(line, "{\"error\"", 8)) {
			fputs(line, stderr);
			exit(EXIT_FAILURE);
		}
	}
	errno = EPIPE;
	fail("the monitor");
}

int main(const int argc, char *const argv[])
{
	char command[MAX_COMMAND];
	FILE *monitor;
	int sock, fd;

	if (argc != 4) {
		errno = EINVAL;
		fail("usage: pass_fd MONITOR FILE NAME");
	}
	fd = open(argv[2], O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	if (fd < 0)
		fail(argv[2]);
	sock = connect_to(argv[1]);
	monitor = fdopen(sock, "r");
	if (!monitor)
		fail("fdopen");
	send_command(sock, "{\"execute\":\"qmp_capabilities\"}\n", -1);
	await_answer(monitor);
	snprintf(command, sizeof(command),
		 "{\"execute\":\"getfd\",\"arguments\":{\"fdname\":\"%.64s\"}}\n", argv[3]);
	send_command(sock, command, fd);
	await_answer(monitor);
	return EXIT_SUCCESS;
}
