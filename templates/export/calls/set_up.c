// SPDX-License-Identifier: GPL-2.0 OR MIT
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
