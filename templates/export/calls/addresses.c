// SPDX-License-Identifier: GPL-2.0 OR MIT
#if NEED(address)
struct address {
	/* What stands in the address, which is laid out as the host has it. */
	int family;
	/*
	 * Of IPv6 if it has a colon, else of IPv4; or a UNIX name: abstract
	 * behind an "@", or none at all.
	 */
	const char *host;
	int port;
#if NEED(WHOLE)
	/* How many bytes are passed. */
	int length;
#endif
};

#endif
#if NEED(WHOLE)
/* A length that stands for that of the address. */
#define WHOLE (-1)

#endif
#if NEED(write_address)
static socklen_t layout_address(const struct address *const address,
				struct sockaddr_storage *const storage)
{
	struct sockaddr_in6 *const in6 = (struct sockaddr_in6 *)storage;
	struct sockaddr_in *const in = (struct sockaddr_in *)storage;
	struct sockaddr_un *const un = (struct sockaddr_un *)storage;

	if (!address->host[0])
		return sizeof(un->sun_family);
	if (address->host[0] == '@')
		/* An abstract name begins with a byte of 0. */
		return offsetof(struct sockaddr_un, sun_path) + 1 +
		       snprintf(un->sun_path + 1, sizeof(un->sun_path) - 1,
				"landlockstep-export-%s", address->host + 1);
	if (strchr(address->host, ':')) {
		in6->sin6_port = htons(address->port);
		inet_pton(AF_INET6, address->host, &in6->sin6_addr);
		return sizeof(*in6);
	}
	in->sin_port = htons(address->port);
	inet_pton(AF_INET, address->host, &in->sin_addr);
	return sizeof(*in);
}

static socklen_t write_address(const struct address *const address,
			       struct sockaddr_storage *const storage)
{
	socklen_t length;

	memset(storage, 0, sizeof(*storage));
	length = layout_address(address, storage);
	storage->ss_family = address->family;
#if NEED(WHOLE)
	if (address->length != WHOLE)
		return address->length;
#endif
	return length;
}

#endif
#if NEED(bind_address)
static int bind_address(const int fd, const struct address *const address)
{
	struct sockaddr_storage storage;
	const socklen_t length = write_address(address, &storage);

	return outcome(bind(fd, (struct sockaddr *)&storage, length));
}

#endif
#if NEED(limit_patience)
/* Nobody may answer, and a full backlog is tried again for minutes. */
static void limit_patience(const int fd)
{
	const struct timeval patience = {
		.tv_usec = 100000,
	};

	setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof(patience));
}

#endif
#if NEED(connect_address)
static int connect_address(const int fd, const struct address *const address)
{
	struct sockaddr_storage storage;
	const socklen_t length = write_address(address, &storage);

	limit_patience(fd);
	return outcome(connect(fd, (struct sockaddr *)&storage, length));
}

#endif
#if NEED(listen_with_backlog)
static int listen_with_backlog(const int fd, const int backlog)
{
	return outcome(listen(fd, backlog));
}

#endif
#if NEED(listen_socket)
static int listen_socket(const int fd)
{
	return outcome(listen(fd, SOMAXCONN));
}

#endif
#if NEED(wait_for_input)
/* What the loopback device has taken comes in a moment, or never. */
static void wait_for_input(const int fd)
{
	struct pollfd input = {
		.fd = fd,
		.events = POLLIN,
	};

	poll(&input, 1, 50);
}

#endif
#if NEED(accept_connection)
static int accept_connection(const int fd)
{
	const int flags = fcntl(fd, F_GETFL);
	int accepted;

	fcntl(fd, F_SETFL, flags | O_NONBLOCK);
	wait_for_input(fd);
	accepted = value(accept4(fd, NULL, NULL, SOCK_CLOEXEC));
	fcntl(fd, F_SETFL, flags);
	return accepted;
}

#endif
