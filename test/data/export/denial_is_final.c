// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Landlock tests - TCP and UDP sockets
 *
 * Written by Landlockstep: the programs are drawn from its laws, and what they
 * expect is what its reference model allows for abi-11-errata-15.
 */

#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <net/if.h>
#include <netinet/in.h>
#include <sched.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#include "common.h"

#define BIND_TCP LANDLOCK_ACCESS_NET_BIND_TCP
#define CONNECT_TCP LANDLOCK_ACCESS_NET_CONNECT_TCP
#define BIND_UDP LANDLOCK_ACCESS_NET_BIND_UDP
#define CONNECT_SEND_UDP LANDLOCK_ACCESS_NET_CONNECT_SEND_UDP
#define MAX_RULES 2

/* What a system call gave: 0, or -errno. */
static int outcome(const ssize_t returned)
{
	return returned < 0 ? -errno : 0;
}

/* The value that a system call returned, or -errno. */
static int value(const long returned)
{
	return returned < 0 ? -errno : returned;
}

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
	static const char waiting[] = "/proc/sys/net/ipv4/tcp_max_tw_buckets";
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

	/* A port can be used again as soon as its connection has ended. */
	fd = open(waiting, O_WRONLY | O_CLOEXEC);
	ASSERT_LE(0, fd);
	ASSERT_EQ(1, write(fd, "0", 1));
	EXPECT_EQ(0, close(fd));
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

static int open_socket(const int domain, const int type, const int protocol)
{
	return value(socket(domain, type, protocol));
}

struct address {
	/* What stands in the address, which is laid out as the host has it. */
	int family;
	/*
	 * Of IPv6 if it has a colon, else of IPv4; or a UNIX name: abstract
	 * behind an "@", or none at all.
	 */
	const char *host;
	int port;
};

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
	return length;
}

static int bind_address(const int fd, const struct address *const address)
{
	struct sockaddr_storage storage;
	const socklen_t length = write_address(address, &storage);

	return outcome(bind(fd, (struct sockaddr *)&storage, length));
}

/* Nobody may answer, and a full backlog is tried again for minutes. */
static void limit_patience(const int fd)
{
	const struct timeval patience = {
		.tv_usec = 100000,
	};

	setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof(patience));
}

static int connect_address(const int fd, const struct address *const address)
{
	struct sockaddr_storage storage;
	const socklen_t length = write_address(address, &storage);

	limit_patience(fd);
	return outcome(connect(fd, (struct sockaddr *)&storage, length));
}

/* Its number may come back, so that it is forgotten. */
static int close_descriptor(int *const fd)
{
	const int closed = outcome(close(*fd));

	*fd = -1;
	return closed;
}

/*
 * Once a port is denied to a process, it stays denied: layers only add up.
 */
/* clang-format off */
FIXTURE(denial_is_final) {};

FIXTURE_VARIANT(denial_is_final)
{
	const struct layer layers[1];
	const int domain;
	const int type;
	const struct address address;
	const int expected_bind;
	const struct layer layers_2[1];
	const int expected_bind_2;
};

FIXTURE_VARIANT_ADD(denial_is_final, ipv4_dgram_allowed) {
	.layers = {
		{
			.attr.handled_access_net = BIND_TCP | CONNECT_TCP |
						   CONNECT_SEND_UDP,
		},
	},
	.domain = AF_INET,
	.type = SOCK_DGRAM,
	.address = { AF_INET, "127.0.0.1", 2000 },
	.expected_bind = 0,
	.layers_2 = { { .attr.handled_access_net = CONNECT_TCP } },
	.expected_bind_2 = 0,
};

FIXTURE_VARIANT_ADD(denial_is_final, no_sandbox_ipv4_dgram_allowed) {
	.domain = AF_INET,
	.type = SOCK_DGRAM,
	.address = { AF_INET, "127.0.0.1", 2000 },
	.expected_bind = 0,
	.expected_bind_2 = 0,
};

FIXTURE_VARIANT_ADD(denial_is_final, ipv6_dgram_eacces) {
	.layers = {
		{ .attr.handled_access_net = CONNECT_TCP | CONNECT_SEND_UDP },
	},
	.domain = AF_INET6,
	.type = SOCK_DGRAM,
	.address = { AF_INET6, "::1", 2001 },
	.expected_bind = 0,
	.layers_2 = { { .attr.handled_access_net = BIND_UDP } },
	.expected_bind_2 = -EACCES,
};

FIXTURE_VARIANT_ADD(denial_is_final, no_sandbox_ipv6_dgram_allowed) {
	.domain = AF_INET6,
	.type = SOCK_DGRAM,
	.address = { AF_INET6, "::1", 2001 },
	.expected_bind = 0,
	.expected_bind_2 = 0,
};

FIXTURE_VARIANT_ADD(denial_is_final, ipv6_dgram_eacces_2) {
	.layers = { { .attr.handled_access_net = BIND_TCP } },
	.domain = AF_INET6,
	.type = SOCK_DGRAM,
	.address = { AF_INET6, "::1", 2001 },
	.expected_bind = 0,
	.layers_2 = {
		{
			.attr.handled_access_net = BIND_TCP | CONNECT_TCP |
						   BIND_UDP | CONNECT_SEND_UDP,
			.rules = {
				{ BIND_TCP | CONNECT_TCP | BIND_UDP, 2000 },
			},
		},
	},
	.expected_bind_2 = -EACCES,
};

FIXTURE_VARIANT_ADD(denial_is_final, ipv6_stream_eacces) {
	.layers = {
		{
			.attr.handled_access_net = CONNECT_TCP,
			.rules = { { CONNECT_TCP, 2001 } },
		},
	},
	.domain = AF_INET6,
	.type = SOCK_STREAM,
	.address = { AF_INET6, "::1", 2001 },
	.expected_bind = 0,
	.layers_2 = {
		{
			.attr.handled_access_net = BIND_TCP | CONNECT_TCP |
						   CONNECT_SEND_UDP,
		},
	},
	.expected_bind_2 = -EACCES,
};

FIXTURE_VARIANT_ADD(denial_is_final, no_sandbox_ipv6_stream_allowed) {
	.domain = AF_INET6,
	.type = SOCK_STREAM,
	.address = { AF_INET6, "::1", 2001 },
	.expected_bind = 0,
	.expected_bind_2 = 0,
};

FIXTURE_VARIANT_ADD(denial_is_final, ipv6_dgram_allowed) {
	.layers = { { .attr.handled_access_net = BIND_TCP | CONNECT_TCP } },
	.domain = AF_INET6,
	.type = SOCK_DGRAM,
	.address = { AF_INET6, "::1", 2001 },
	.expected_bind = 0,
	.layers_2 = {
		{
			.attr.handled_access_net = CONNECT_SEND_UDP,
			.rules = { { CONNECT_SEND_UDP, 2001 } },
		},
	},
	.expected_bind_2 = 0,
};

FIXTURE_VARIANT_ADD(denial_is_final, ipv4_stream_eacces) {
	.layers = { { .attr.handled_access_net = BIND_TCP | BIND_UDP } },
	.domain = AF_INET,
	.type = SOCK_STREAM,
	.address = { AF_INET, "127.0.0.1", 2001 },
	.expected_bind = -EACCES,
	.layers_2 = {
		{
			.attr.handled_access_net = CONNECT_TCP | BIND_UDP,
			.rules = { { BIND_UDP, 2001 } },
		},
	},
	.expected_bind_2 = -EACCES,
};

FIXTURE_VARIANT_ADD(denial_is_final, no_sandbox_ipv4_stream_allowed) {
	.domain = AF_INET,
	.type = SOCK_STREAM,
	.address = { AF_INET, "127.0.0.1", 2001 },
	.expected_bind = 0,
	.expected_bind_2 = 0,
};

FIXTURE_VARIANT_ADD(denial_is_final, ipv6_stream_allowed) {
	.layers = {
		{
			.attr.handled_access_net = BIND_TCP | CONNECT_TCP |
						   BIND_UDP | CONNECT_SEND_UDP,
			.rules = { { BIND_TCP | BIND_UDP, 2000 } },
		},
	},
	.domain = AF_INET6,
	.type = SOCK_STREAM,
	.address = { AF_INET6, "::1", 2000 },
	.expected_bind = 0,
	.layers_2 = {
		{
			.attr.handled_access_net = CONNECT_TCP,
			.rules = { { CONNECT_TCP, 2001 } },
		},
	},
	.expected_bind_2 = 0,
};

FIXTURE_VARIANT_ADD(denial_is_final, no_sandbox_ipv6_stream_allowed_2) {
	.domain = AF_INET6,
	.type = SOCK_STREAM,
	.address = { AF_INET6, "::1", 2000 },
	.expected_bind = 0,
	.expected_bind_2 = 0,
};

FIXTURE_VARIANT_ADD(denial_is_final, ipv6_stream_allowed_2) {
	.layers = { { .attr.handled_access_net = CONNECT_TCP | BIND_UDP } },
	.domain = AF_INET6,
	.type = SOCK_STREAM,
	.address = { AF_INET6, "::1", 2000 },
	.expected_bind = 0,
	.layers_2 = {
		{
			.attr.handled_access_net = CONNECT_TCP,
			.rules = {
				{ CONNECT_TCP, 2000 },
				{ CONNECT_TCP, 2001 },
			},
		},
	},
	.expected_bind_2 = 0,
};

/* clang-format on */

FIXTURE_SETUP(denial_is_final)
{
	set_up(_metadata, 10, 0, 0);
}

FIXTURE_TEARDOWN(denial_is_final)
{
}

TEST_F(denial_is_final, bind)
{
	int sock_fd, sock2_fd;

	enforce_layers(_metadata, variant->layers, ARRAY_SIZE(variant->layers));
	sock_fd = open_socket(variant->domain, variant->type, IPPROTO_IP);
	ASSERT_LE(0, sock_fd);
	EXPECT_EQ(variant->expected_bind,
		  bind_address(sock_fd, &variant->address));
	EXPECT_EQ(0, close_descriptor(&sock_fd));
	enforce_layers(_metadata, variant->layers_2,
		       ARRAY_SIZE(variant->layers_2));
	sock2_fd = open_socket(variant->domain, variant->type, IPPROTO_IP);
	ASSERT_LE(0, sock2_fd);
	EXPECT_EQ(variant->expected_bind_2,
		  bind_address(sock2_fd, &variant->address));
	EXPECT_EQ(0, close_descriptor(&sock2_fd));
}

/* clang-format off */
FIXTURE(denial_is_final_2) {};

FIXTURE_VARIANT(denial_is_final_2)
{
	const struct layer layers[1];
	const int domain;
	const int type;
	const struct address address;
	const int expected_connect;
	const struct layer layers_2[1];
	const int expected_connect_2;
};

FIXTURE_VARIANT_ADD(denial_is_final_2, ipv4_stream_eacces) {
	.layers = {
		{
			.attr.handled_access_net = BIND_TCP | CONNECT_TCP |
						   BIND_UDP,
		},
	},
	.domain = AF_INET,
	.type = SOCK_STREAM,
	.address = { AF_INET, "127.0.0.1", 2001 },
	.expected_connect = -EACCES,
	.layers_2 = { { .attr.handled_access_net = CONNECT_TCP } },
	.expected_connect_2 = -EACCES,
};

FIXTURE_VARIANT_ADD(denial_is_final_2, no_sandbox_ipv4_stream_econnrefused) {
	.domain = AF_INET,
	.type = SOCK_STREAM,
	.address = { AF_INET, "127.0.0.1", 2001 },
	.expected_connect = -ECONNREFUSED,
	.expected_connect_2 = -ECONNREFUSED,
};

FIXTURE_VARIANT_ADD(denial_is_final_2, ipv6_dgram_allowed) {
	.layers = { { .attr.handled_access_net = CONNECT_TCP } },
	.domain = AF_INET6,
	.type = SOCK_DGRAM,
	.address = { AF_INET6, "::1", 2000 },
	.expected_connect = 0,
	.layers_2 = {
		{ .attr.handled_access_net = CONNECT_TCP | CONNECT_SEND_UDP },
	},
	.expected_connect_2 = -EACCES,
};

FIXTURE_VARIANT_ADD(denial_is_final_2, no_sandbox_ipv6_dgram_allowed) {
	.domain = AF_INET6,
	.type = SOCK_DGRAM,
	.address = { AF_INET6, "::1", 2000 },
	.expected_connect = 0,
	.expected_connect_2 = 0,
};

FIXTURE_VARIANT_ADD(denial_is_final_2, ipv4_stream_econnrefused) {
	.layers = { { .attr.handled_access_net = CONNECT_SEND_UDP } },
	.domain = AF_INET,
	.type = SOCK_STREAM,
	.address = { AF_INET, "127.0.0.1", 2000 },
	.expected_connect = -ECONNREFUSED,
	.layers_2 = {
		{
			.attr.handled_access_net = CONNECT_TCP,
			.rules = { { CONNECT_TCP, 2001 } },
		},
	},
	.expected_connect_2 = -EACCES,
};

FIXTURE_VARIANT_ADD(denial_is_final_2, no_sandbox_ipv4_stream_econnrefused_2) {
	.domain = AF_INET,
	.type = SOCK_STREAM,
	.address = { AF_INET, "127.0.0.1", 2000 },
	.expected_connect = -ECONNREFUSED,
	.expected_connect_2 = -ECONNREFUSED,
};

FIXTURE_VARIANT_ADD(denial_is_final_2, ipv6_stream_eacces) {
	.layers = {
		{
			.attr.handled_access_net = CONNECT_TCP | BIND_UDP |
						   CONNECT_SEND_UDP,
			.rules = {
				{
					CONNECT_TCP | BIND_UDP |
					CONNECT_SEND_UDP,
					0,
				},
			},
		},
	},
	.domain = AF_INET6,
	.type = SOCK_STREAM,
	.address = { AF_INET6, "::1", 2001 },
	.expected_connect = -EACCES,
	.layers_2 = { { .attr.handled_access_net = BIND_UDP } },
	.expected_connect_2 = -EACCES,
};

FIXTURE_VARIANT_ADD(denial_is_final_2, no_sandbox_ipv6_stream_econnrefused) {
	.domain = AF_INET6,
	.type = SOCK_STREAM,
	.address = { AF_INET6, "::1", 2001 },
	.expected_connect = -ECONNREFUSED,
	.expected_connect_2 = -ECONNREFUSED,
};

FIXTURE_VARIANT_ADD(denial_is_final_2, ipv6_dgram_allowed_2) {
	.layers = {
		{
			.attr.handled_access_net = CONNECT_TCP,
			.rules = {
				{ CONNECT_TCP, 2000 },
				{ CONNECT_TCP, 2000 },
			},
		},
	},
	.domain = AF_INET6,
	.type = SOCK_DGRAM,
	.address = { AF_INET6, "::1", 2001 },
	.expected_connect = 0,
	.layers_2 = {
		{
			.attr.handled_access_net = BIND_TCP | CONNECT_TCP |
						   BIND_UDP | CONNECT_SEND_UDP,
		},
	},
	.expected_connect_2 = -EACCES,
};

FIXTURE_VARIANT_ADD(denial_is_final_2, no_sandbox_ipv6_dgram_allowed_2) {
	.domain = AF_INET6,
	.type = SOCK_DGRAM,
	.address = { AF_INET6, "::1", 2001 },
	.expected_connect = 0,
	.expected_connect_2 = 0,
};

FIXTURE_VARIANT_ADD(denial_is_final_2, ipv6_dgram_eacces) {
	.layers = {
		{
			.attr.handled_access_net = BIND_TCP | CONNECT_TCP |
						   BIND_UDP | CONNECT_SEND_UDP,
			.rules = {
				{ BIND_TCP | BIND_UDP | CONNECT_SEND_UDP, 0 },
			},
		},
	},
	.domain = AF_INET6,
	.type = SOCK_DGRAM,
	.address = { AF_INET6, "::1", 2000 },
	.expected_connect = -EACCES,
	.layers_2 = {
		{
			.attr.handled_access_net = BIND_UDP | CONNECT_SEND_UDP,
			.rules = { { BIND_UDP | CONNECT_SEND_UDP, 2000 } },
		},
	},
	.expected_connect_2 = -EACCES,
};

/* clang-format on */

FIXTURE_SETUP(denial_is_final_2)
{
	set_up(_metadata, 10, 0, 0);
}

FIXTURE_TEARDOWN(denial_is_final_2)
{
}

TEST_F(denial_is_final_2, connect)
{
	int client_fd, client2_fd;

	enforce_layers(_metadata, variant->layers, ARRAY_SIZE(variant->layers));
	client_fd = open_socket(variant->domain, variant->type, IPPROTO_IP);
	ASSERT_LE(0, client_fd);
	EXPECT_EQ(variant->expected_connect,
		  connect_address(client_fd, &variant->address));
	EXPECT_EQ(0, close_descriptor(&client_fd));
	enforce_layers(_metadata, variant->layers_2,
		       ARRAY_SIZE(variant->layers_2));
	client2_fd = open_socket(variant->domain, variant->type, IPPROTO_IP);
	ASSERT_LE(0, client2_fd);
	EXPECT_EQ(variant->expected_connect_2,
		  connect_address(client2_fd, &variant->address));
	EXPECT_EQ(0, close_descriptor(&client2_fd));
}

TEST_HARNESS_MAIN
