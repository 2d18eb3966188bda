// SPDX-License-Identifier: GPL-2.0 OR MIT

#define _GNU_SOURCE
#include <arpa/inet.h>
#include <fcntl.h>
#include <linux/sockios.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>

#include "actors.h"
#include "calls.h"
#include "moment.h"
#include "result.h"
#include "routes.h"

#define MOST_MILLISECONDS 300

#if NEED(receives) || NEED(OP_RECV_ERROR)
static int socket_option(const int fd, const int name)
{
	int value = 0;
	socklen_t length = sizeof(value);

	getsockopt(fd, SOL_SOCKET, name, &value, &length);
	return value;
}
#endif

#if NEED(receives)
/*
 * Whether something came that the loopback device had taken; UNIX sockets hand over
 * at once, and a worker what is sent to a vsock, which may have others to serve first:
 * it is waited for longer each time.
 */
static bool has_come(const int fd)
{
	const int domain = socket_option(fd, SO_DOMAIN);

	if (domain == AF_UNIX)
		return false;
	for (int i = 0; i < MOMENTS; i++)
		if (comes_in_moments(fd, domain == AF_VSOCK ? 2 << i : 1))
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
static int take_error(const int fd)
{
	struct msghdr message = {};

	return result(recvmsg(fd, &message, MSG_ERRQUEUE | MSG_DONTWAIT));
}

/* A stream is told of its bytes when they are acknowledged, which may be put off. */
static bool is_unacknowledged(const int fd)
{
	int bytes;

	if (!socket_option(fd, SO_ZEROCOPY) || socket_option(fd, SO_TYPE) != SOCK_STREAM)
		return false;
	return !ioctl(fd, SIOCOUTQ, &bytes) && bytes > 0;
}

int recv_error(const int fd)
{
	int received = take_error(fd);

	for (int i = 0; i < MOMENTS && received == -EAGAIN; i++) {
		comes_in_moments(-1, 1);
		received = take_error(fd);
	}
	for (int i = 0; i < MOST_MILLISECONDS && received == -EAGAIN && is_unacknowledged(fd);
	     i++) {
		poll(NULL, 0, 1);
		received = take_error(fd);
	}
	/* The last ones may have been acknowledged after it was looked. */
	return received == -EAGAIN ? take_error(fd) : received;
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
