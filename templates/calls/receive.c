// SPDX-License-Identifier: GPL-2.0 OR MIT

#define _GNU_SOURCE
#include <arpa/inet.h>
#include <fcntl.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "actors.h"
#include "calls.h"
#include "result.h"
#include "routes.h"

#define WAITS_OF_A_MILLISECOND 5
#define WAITS_FOR_ACKNOWLEDGEMENT 300

#if NEED(OP_ACCEPT) || NEED(OP_RECV) || NEED(OP_RECV_ERROR) || NEED(OP_RECVMSG) || NEED(OP_RECVFROM)
static int socket_option(const int fd, const int name)
{
	int value = 0;
	socklen_t length = sizeof(value);

	getsockopt(fd, SOL_SOCKET, name, &value, &length);
	return value;
}
#endif

#if NEED(OP_ACCEPT) || NEED(OP_RECV) || NEED(OP_RECVMSG) || NEED(OP_RECVFROM)
/*
 * Whether something came after a moment. What the loopback device has taken may
 * still be on its way; UNIX sockets hand over at once. One long wait would be
 * over without any work done where a guest's processor is taken away meanwhile.
 */
static bool has_come(const int fd)
{
	struct pollfd sock = {
		.fd = fd,
		.events = POLLIN,
	};

	if (socket_option(fd, SO_DOMAIN) == AF_UNIX)
		return false;
	for (int i = 0; i < WAITS_OF_A_MILLISECOND; i++)
		if (poll(&sock, 1, 1) != 0)
			return true;
	return false;
}
#endif

#if NEED(OP_ACCEPT)
int accept_connection(const int fd)
{
	const struct socket_call call = {
		.kind = CALL_ACCEPT,
		.fd = fd,
	};
	const int flags = fcntl(fd, F_GETFL);
	int connection;

	/* The listener itself says that nobody waits, and is then blocking again. */
	fcntl(fd, F_SETFL, flags | O_NONBLOCK);
	connection = do_call(&call);
	if (connection == -EAGAIN && has_come(fd))
		connection = do_call(&call);
	fcntl(fd, F_SETFL, flags);
	return connection;
}
#endif

#if NEED(OP_RECV)
int recv_byte(const int fd)
{
	char byte;
	int received = result(recv(fd, &byte, 1, MSG_DONTWAIT));

	if (received == -EAGAIN && has_come(fd))
		received = result(recv(fd, &byte, 1, MSG_DONTWAIT));
	return received;
}
#endif

#if NEED(OP_RECV_ERROR)
/* A stream is told of its bytes when they are acknowledged, which may be put off. */
static int waits_for_errors(const int fd)
{
	return socket_option(fd, SO_ZEROCOPY) && socket_option(fd, SO_TYPE) == SOCK_STREAM ?
		       WAITS_FOR_ACKNOWLEDGEMENT :
		       WAITS_OF_A_MILLISECOND;
}

int recv_error(const int fd)
{
	struct msghdr message = {};
	int waits = waits_for_errors(fd);
	int received;

	while ((received = result(recvmsg(fd, &message, MSG_ERRQUEUE | MSG_DONTWAIT))) ==
		       -EAGAIN &&
	       waits-- > 0)
		poll(NULL, 0, 1);
	return received;
}
#endif

#if NEED(OP_RECVMSG)
/* A worker hands over what was sent to a vsock, one send after the other. */
static bool comes_in_parts(const int fd)
{
	return socket_option(fd, SO_DOMAIN) == AF_VSOCK &&
	       socket_option(fd, SO_TYPE) == SOCK_STREAM;
}

int recv_buffers(const int fd, const int count)
{
	char bytes[MAX_BUFFERS];
	struct iovec buffers[MAX_BUFFERS];
	struct msghdr message = {
		.msg_iov = buffers,
		.msg_iovlen = count,
	};
	int received;

	for (int i = 0; i < count; i++)
		buffers[i] = (struct iovec){
			.iov_base = &bytes[i],
			.iov_len = 1,
		};
	received = result(recvmsg(fd, &message, MSG_DONTWAIT));
	if (received == -EAGAIN && has_come(fd))
		received = result(recvmsg(fd, &message, MSG_DONTWAIT));
	for (int i = received; i > 0 && i < count && comes_in_parts(fd) && has_come(fd); i++)
		recv(fd, &bytes[i], 1, MSG_DONTWAIT);
	return received;
}
#endif

#if NEED(OP_RECVFROM)
/* A name by its letter, if it has only one. */
static char letter_in(const char *const name)
{
	return name[0] && !name[1] ? name[0] : OTHER_NAME;
}

/* What keeps the names of a test apart from those of others is not told. */
static int name_in(const struct address *const from)
{
	char path[sizeof(from->un.sun_path) + 1] = "";
	const char *name;
	int length = 0;

	memcpy(path, from->un.sun_path, from->length - offsetof(struct sockaddr_un, sun_path));
	if (!path[0]) {
		sscanf(path + 1, "landlockstep-%*d-%n", &length);
		return ABSTRACT_NAME(length ? letter_in(path + 1 + length) : CHOSEN_NAME);
	}
	name = strrchr(path, '/') + 1;
	return name - path > 4 && !strncmp(name - 4, "/in/", 4) ? INNER_NAME(letter_in(name)) :
								    PATH_NAME(letter_in(name));
}

static int sender_in(const struct address *const from)
{
	if (!from->length)
		return NO_SENDER;
	switch (from->any.sa_family) {
	case AF_INET:
		return ntohs(from->in.sin_port);
	case AF_INET6:
		return ntohs(from->in6.sin6_port);
	case AF_UNIX:
		return name_in(from);
	default:
		return 0;
	}
}

int sender_of(const int fd)
{
	struct address from = {
		.length = sizeof(from.storage),
	};
	char byte;
	ssize_t received = recvfrom(fd, &byte, 1, MSG_DONTWAIT, &from.any, &from.length);

	if (received < 0 && errno == EAGAIN && has_come(fd))
		received = recvfrom(fd, &byte, 1, MSG_DONTWAIT, &from.any, &from.length);
	return received < 0 ? -errno : sender_in(&from);
}
#endif
