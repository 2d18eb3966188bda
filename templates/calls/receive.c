// SPDX-License-Identifier: GPL-2.0 OR MIT

#define _GNU_SOURCE
#include <fcntl.h>
#include <poll.h>
#include <stdbool.h>

#include "calls.h"
#include "result.h"
#include "routes.h"

#define WAITS_OF_A_MILLISECOND 5

#if NEED(OP_ACCEPT) || NEED(OP_RECV) || NEED(OP_RECVMSG)
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
	int domain = AF_UNSPEC;
	socklen_t length = sizeof(domain);

	getsockopt(fd, SOL_SOCKET, SO_DOMAIN, &domain, &length);
	if (domain == AF_UNIX)
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

#if NEED(OP_RECVMSG)
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
	return received;
}
#endif
