// SPDX-License-Identifier: GPL-2.0 OR MIT

static int open_socket(const int domain, const int type, const int protocol)
{
	return result(socket(domain, type, protocol));
}

static int bind_address(const int fd, const struct address *const address)
{
	return result(bind(fd, &address->any, address->length));
}

static int connect_address(const int fd, const struct address *const address)
{
	limit_patience(fd);
	return result(connect(fd, &address->any, address->length));
}

static int listen_socket(const int fd)
{
	return result(listen(fd, 16));
}

static int listen_with_backlog(const int fd, const int backlog)
{
	return result(listen(fd, backlog));
}

static int accept_connection(const int fd)
{
	const int flags = fcntl(fd, F_GETFL);
	int connection;

	/* The listener itself says that nobody waits, and is then blocking again. */
	fcntl(fd, F_SETFL, flags | O_NONBLOCK);
	connection = result(accept4(fd, NULL, NULL, SOCK_CLOEXEC));
	if (connection == -EAGAIN && has_come(fd))
		connection = result(accept4(fd, NULL, NULL, SOCK_CLOEXEC));
	fcntl(fd, F_SETFL, flags);
	return connection;
}

/* Only Fast Open waits, since it connects first. */
static int send_flags(const int flags)
{
	return flags | MSG_NOSIGNAL | (flags & MSG_FASTOPEN ? 0 : MSG_DONTWAIT);
}

static int send_byte(const int fd, const int flags)
{
	return result(send(fd, "", 1, send_flags(flags)));
}

static int sendto_byte(const int fd, const struct address *const to, const int flags)
{
	return result(sendto(fd, "", 1, send_flags(flags), to ? &to->any : NULL,
			     to ? to->length : 0));
}

static struct mmsghdr message_to(const struct address *const to, struct iovec *const byte)
{
	*byte = (struct iovec){ .iov_base = "", .iov_len = 1 };
	return (struct mmsghdr){
		.msg_hdr = {
			.msg_name = to ? (void *)&to->any : NULL,
			.msg_namelen = to ? to->length : 0,
			.msg_iov = byte,
			.msg_iovlen = 1,
		},
	};
}

static int sendmsg_byte(const int fd, const struct address *const to, const int flags)
{
	struct iovec byte;
	const struct mmsghdr message = message_to(to, &byte);

	return result(sendmsg(fd, &message.msg_hdr, send_flags(flags)));
}

static int sendmmsg_byte(const int fd, const struct address *const to, const int flags)
{
	struct iovec byte;
	struct mmsghdr message = message_to(to, &byte);

	return result(sendmmsg(fd, &message, 1, send_flags(flags)));
}
