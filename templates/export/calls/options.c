// SPDX-License-Identifier: GPL-2.0 OR MIT
#if NEED(shut_down)
static int shut_down(const int fd, const int how)
{
	return outcome(shutdown(fd, how));
}

#endif
#if NEED(duplicate)
static int duplicate(const int fd)
{
	return value(dup(fd));
}

#endif
#if NEED(set_option)
static int set_option(const int fd, const int level, const int option,
		      const int number)
{
	return outcome(setsockopt(fd, level, option, &number, sizeof(number)));
}

#endif
#if NEED(join_group)
/* On the loopback device, of IPv6 if the group has a colon. */
static int join_group(const int fd, const char *const group)
{
	struct ipv6_mreq inet6 = {
		.ipv6mr_interface = 1,
	};
	struct ip_mreqn inet = {
		.imr_ifindex = 1,
	};

	if (strchr(group, ':')) {
		inet_pton(AF_INET6, group, &inet6.ipv6mr_multiaddr);
		return outcome(setsockopt(fd, IPPROTO_IPV6, IPV6_JOIN_GROUP,
					  &inet6, sizeof(inet6)));
	}
	inet_pton(AF_INET, group, &inet.imr_multiaddr);
	return outcome(setsockopt(fd, IPPROTO_IP, IP_ADD_MEMBERSHIP, &inet,
				  sizeof(inet)));
}

#endif
#if NEED(socket_type)
static int socket_type(const int fd)
{
	socklen_t length = sizeof(int);
	int type;

	if (getsockopt(fd, SOL_SOCKET, SO_TYPE, &type, &length))
		return -errno;
	return type;
}

#endif
#if NEED(local_port) || NEED(port_of)
/* The port that a socket is bound to, 0 if it is to none. */
static int port_of(const int fd)
{
	struct sockaddr_storage storage;
	socklen_t length = sizeof(storage);

	if (getsockname(fd, (struct sockaddr *)&storage, &length))
		return -errno;
	switch (storage.ss_family) {
	case AF_INET:
		return ntohs(((struct sockaddr_in *)&storage)->sin_port);
	case AF_INET6:
		return ntohs(((struct sockaddr_in6 *)&storage)->sin6_port);
	}
	return 0;
}

#endif
#if NEED(local_port)
#define CHOSEN_PORT 0x10000

/* The same, but for a port that the kernel chose out of its usual range. */
static int local_port(const int fd)
{
	const int port = port_of(fd);

	return port >= 32768 && port <= 60999 ? CHOSEN_PORT : port;
}

#endif
#if NEED(with_port_of)
/* The same address with the port of a socket, 0 where there is none. */
static const struct address *with_port_of(const int fd,
					  const struct address *const address)
{
	static struct address changed;
	const int port = port_of(fd);

	changed = *address;
	changed.port = port < 0 ? 0 : port;
	return &changed;
}

#endif
#if NEED(peer_of)
/* 0 where there is a peer. */
static int peer_of(const int fd)
{
	struct sockaddr_storage storage;
	socklen_t length = sizeof(storage);

	return outcome(getpeername(fd, (struct sockaddr *)&storage, &length));
}

#endif
#if NEED(close_descriptor)
/* Its number may come back, so that it is forgotten. */
static int close_descriptor(int *const fd)
{
	const int closed = outcome(close(*fd));

	*fd = -1;
	return closed;
}

#endif
