// SPDX-License-Identifier: GPL-2.0 OR MIT
#if NEED(outcome)
/* What a system call gave: 0, or -errno. */
static int outcome(const ssize_t returned)
{
	return returned < 0 ? -errno : 0;
}

#endif
#if NEED(value)
/* The value that a system call returned, or -errno. */
static int value(const long returned)
{
	return returned < 0 ? -errno : returned;
}

#endif
#if NEED(error_of)
/* What a helper that returns a descriptor gave: 0, or -errno. */
static int error_of(const int fd)
{
	return fd < 0 ? fd : 0;
}

#endif
#if NEED(set_up)
#ifndef LANDLOCK_CREATE_RULESET_ERRATA
#define LANDLOCK_CREATE_RULESET_ERRATA 0x2
#endif

/* What the kernel says of its Landlock, 0 if it has none. */
static int landlock_version(const __u32 flags)
{
	const int version = landlock_create_ruleset(NULL, 0, flags);

	return version < 0 ? 0 : version;
}

/* A network of its own for each test, with nothing but the loopback device. */
static void set_up_network(struct __test_metadata *const _metadata)
{
	struct ifreq loopback = {
		.ifr_name = "lo",
		.ifr_flags = IFF_UP,
	};
#if NEED(forgets_connections)
	static const char waiting[] = "/proc/sys/net/ipv4/tcp_max_tw_buckets";
#endif
	int fd;

	ASSERT_EQ(0, unshare(CLONE_NEWNET))
	{
		TH_LOG("No network of its own, which takes root: %s",
		       strerror(errno));
	}
	fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	ASSERT_LE(0, fd);
	ASSERT_EQ(0, ioctl(fd, SIOCSIFFLAGS, &loopback));
	EXPECT_EQ(0, close(fd));
#if NEED(forgets_connections)

	/* A port can be used again as soon as its connection has ended. */
	fd = open(waiting, O_WRONLY | O_CLOEXEC);
	ASSERT_LE(0, fd);
	ASSERT_EQ(1, write(fd, "0", 1));
	EXPECT_EQ(0, close(fd));
#endif
}

/* Skips what is for other kernels: up to last_abi if that is not 0. */
static void set_up(struct __test_metadata *const _metadata, const int abi,
		   const int last_abi, const int erratum)
{
	const int version = landlock_version(LANDLOCK_CREATE_RULESET_VERSION);
	const int fixed = landlock_version(LANDLOCK_CREATE_RULESET_ERRATA);

	if (version < abi)
		SKIP(return, "Needs Landlock ABI %d, not %d", abi, version);
	if (last_abi && version > last_abi)
		SKIP(return, "Not for Landlock ABI %d", version);
	if (erratum && !((fixed >> (erratum - 1)) & 1))
		SKIP(return, "Needs the fix of erratum %d", erratum);
	set_up_network(_metadata);
}

#endif
#if NEED(enforce_layers)
/* A ruleset to enforce: what it handles, and what it allows of that. */
struct layer {
	struct landlock_ruleset_attr attr;
	/* As many as allow something. */
	struct landlock_net_port_attr rules[MAX_RULES];
};

static void add_port_rule(struct __test_metadata *const _metadata,
			  const int ruleset_fd,
			  const struct landlock_net_port_attr *const rule)
{
	if (!rule->allowed_access)
		return;

	ASSERT_EQ(0, landlock_add_rule(ruleset_fd, LANDLOCK_RULE_NET_PORT, rule,
				       0));
}

/* Enforces one after the other, up to the first that handles nothing. */
static void enforce_layers(struct __test_metadata *const _metadata,
			   const struct layer *layer, const size_t count)
{
	const struct landlock_ruleset_attr nothing = {};
	const struct layer *const end = layer + count;

	for (; layer < end; layer++) {
		int ruleset_fd;

		if (!memcmp(&layer->attr, &nothing, sizeof(nothing)))
			return;

		ruleset_fd = landlock_create_ruleset(&layer->attr,
						     sizeof(layer->attr), 0);
		ASSERT_LE(0, ruleset_fd);
		for (int i = 0; i < MAX_RULES; i++)
			add_port_rule(_metadata, ruleset_fd, &layer->rules[i]);
		ASSERT_EQ(0, landlock_restrict_self(ruleset_fd, 0));
		EXPECT_EQ(0, close(ruleset_fd));
	}
}

#endif
#if NEED(create_ruleset)
static int create_ruleset(const void *const attr, const size_t size,
			  const __u32 flags)
{
	return value(syscall(__NR_landlock_create_ruleset, attr, size, flags));
}

#endif
#if NEED(create_ruleset_sized)
/* The same with more bytes than the attribute has, all 0 but the last one. */
static int create_ruleset_sized(const struct landlock_ruleset_attr *const attr,
				const size_t size, const char last_byte,
				const __u32 flags)
{
	char bytes[8192] = {};

	memcpy(bytes, attr, sizeof(*attr));
	if (size > 0 && size <= sizeof(bytes))
		bytes[size - 1] = last_byte;
	return value(syscall(__NR_landlock_create_ruleset, bytes, size, flags));
}

#endif
#if NEED(add_rule)
static int add_rule(const int ruleset_fd, const int type,
		    const void *const attr, const __u32 flags)
{
	return outcome(landlock_add_rule(ruleset_fd, type, attr, flags));
}

#endif
#if NEED(add_net_port)
static int add_net_port(const int ruleset_fd, const __u64 allowed_access,
			const __u64 port, const __u32 flags)
{
	const struct landlock_net_port_attr attr = {
		.allowed_access = allowed_access,
		.port = port,
	};

	return outcome(landlock_add_rule(ruleset_fd, LANDLOCK_RULE_NET_PORT,
					 &attr, flags));
}

#endif
#if NEED(add_path_beneath)
static int add_path_beneath(const int ruleset_fd, const __u64 allowed_access,
			    const int parent_fd, const __u32 flags)
{
	const struct landlock_path_beneath_attr attr = {
		.allowed_access = allowed_access,
		.parent_fd = parent_fd,
	};

	return outcome(landlock_add_rule(ruleset_fd, LANDLOCK_RULE_PATH_BENEATH,
					 &attr, flags));
}

#endif
#if NEED(restrict_self)
static int restrict_self(const int ruleset_fd, const __u32 flags)
{
	return outcome(landlock_restrict_self(ruleset_fd, flags));
}

#endif
#if NEED(set_no_new_privs)
static int set_no_new_privs(void)
{
	return outcome(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0));
}

#endif
#if NEED(keep_caps) || NEED(lower_caps)
/* Keeps what is permitted by the one mask, and effective what is by both. */
static int change_caps(const __u64 permitted, const __u64 effective)
{
	struct __user_cap_header_struct header = {
		.version = _LINUX_CAPABILITY_VERSION_3,
	};
	struct __user_cap_data_struct sets[_LINUX_CAPABILITY_U32S_3];

	if (capget(&header, sets))
		return -errno;
	for (int i = 0; i < _LINUX_CAPABILITY_U32S_3; i++) {
		sets[i].permitted &= permitted >> (32 * i);
		sets[i].effective = sets[i].permitted & (effective >> (32 * i));
		sets[i].inheritable = 0;
	}
	return outcome(capset(&header, sets));
}

#endif
#if NEED(keep_caps)
/* Gives up all other capabilities. */
static int keep_caps(const __u32 caps)
{
	return change_caps(caps, caps);
}

#endif
#if NEED(lower_caps)
/* Makes all other capabilities effective that are permitted. */
static int lower_caps(const __u32 caps)
{
	return change_caps(-1ULL, ~(__u64)caps);
}

#endif
#if NEED(open_file)
static int open_file(const char *const path, const int flags)
{
	const int fd = open(path, flags | O_CLOEXEC);

	if (fd < 0)
		return -errno;
	close(fd);
	return 0;
}

#endif
#if NEED(open_null)
/* A descriptor that is none of a ruleset. */
static int open_null(void)
{
	return value(open("/dev/null", O_RDONLY | O_CLOEXEC));
}

#endif
#if NEED(is_unsupported)
/* Whether the kernel was built without the sockets that were asked for. */
static bool is_unsupported(const int fd)
{
	return fd == -EAFNOSUPPORT || fd == -EPROTONOSUPPORT ||
	       fd == -ESOCKTNOSUPPORT;
}

#endif
#if NEED(open_socket)
static int open_socket(const int domain, const int type, const int protocol)
{
	return value(socket(domain, type, protocol));
}

#endif
#if NEED(open_socketpair)
static int open_socketpair(const int domain, const int type, const int protocol)
{
	int fds[2];

	if (socketpair(domain, type, protocol, fds))
		return -errno;
	close(fds[0]);
	close(fds[1]);
	return 0;
}

#endif
#if NEED(open_pair)
static int open_pair(const int type, int *const other_fd)
{
	int fds[2];

	if (socketpair(AF_UNIX, type, 0, fds))
		return -errno;
	*other_fd = fds[1];
	return fds[0];
}

#endif
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
#if NEED(send_flags)
/* Fast Open connects before it sends. */
static int send_flags(const int fd, const int flags)
{
	if (!(flags & MSG_FASTOPEN))
		return flags | MSG_NOSIGNAL | MSG_DONTWAIT;
	limit_patience(fd);
	return flags | MSG_NOSIGNAL;
}

#endif
#if NEED(send_byte)
static int send_byte(const int fd, const int flags)
{
	return outcome(send(fd, "", 1, send_flags(fd, flags)));
}

#endif
#if NEED(sendto_byte)
/* To the peer where there is no address. */
static int sendto_byte(const int fd, const struct address *const address,
		       const int flags)
{
	struct sockaddr_storage storage;
	socklen_t length;

	if (!address)
		return outcome(send(fd, "", 1, send_flags(fd, flags)));
	length = write_address(address, &storage);
	return outcome(sendto(fd, "", 1, send_flags(fd, flags),
			      (struct sockaddr *)&storage, length));
}

#endif
#if NEED(sendmsg_byte) || NEED(sendmmsg_byte)
/* One byte, and where it goes. */
struct message {
	struct sockaddr_storage storage;
	struct iovec byte;
	struct mmsghdr header;
};

/* To the peer where there is no address. */
static void write_message(const struct address *const address,
			  struct message *const message)
{
	struct msghdr *const header = &message->header.msg_hdr;

	memset(message, 0, sizeof(*message));
	message->byte.iov_base = "";
	message->byte.iov_len = 1;
	header->msg_iov = &message->byte;
	header->msg_iovlen = 1;
	if (address) {
		header->msg_name = &message->storage;
		header->msg_namelen = write_address(address, &message->storage);
	}
}

#endif
#if NEED(sendmsg_byte)
static int sendmsg_byte(const int fd, const struct address *const address,
			const int flags)
{
	struct msghdr *header;
	struct message message;

	write_message(address, &message);
	header = &message.header.msg_hdr;
	return outcome(sendmsg(fd, header, send_flags(fd, flags)));
}

#endif
#if NEED(sendmmsg_byte)
static int sendmmsg_byte(const int fd, const struct address *const address,
			 const int flags)
{
	struct message message;

	write_message(address, &message);
	return outcome(sendmmsg(fd, &message.header, 1, send_flags(fd, flags)));
}

#endif
#if NEED(send_urgent)
static int send_urgent(const int fd)
{
	return outcome(send(fd, "", 1, MSG_OOB | MSG_NOSIGNAL | MSG_DONTWAIT));
}

#endif
#if NEED(recv_byte)
static int recv_byte(const int fd)
{
	char byte;

	wait_for_input(fd);
	return outcome(recv(fd, &byte, 1, MSG_DONTWAIT));
}

#endif
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
