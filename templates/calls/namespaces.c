// SPDX-License-Identifier: GPL-2.0 OR MIT
/* A network of one's own, so that no test meets the sockets of anybody else. */

#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <net/if.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "namespaces.h"

#define EXIT_SKIP 4

static void give_up(const char *const what)
{
	printf("Bail out! No network namespace to test in: %s: %s.\n", what, strerror(errno));
	exit(EXIT_SKIP);
}

static void write_text(const char *const path, const char *const text)
{
	const int fd = open(path, O_WRONLY | O_CLOEXEC);

	if (fd < 0 || write(fd, text, strlen(text)) < 0)
		give_up(path);
	close(fd);
}

static void map_to_root(const char *const path, const unsigned int id)
{
	char map[32];

	snprintf(map, sizeof(map), "0 %u 1", id);
	write_text(path, map);
}

static void enter_user_namespace(void)
{
	const uid_t uid = geteuid();
	const gid_t gid = getegid();

	if (unshare(CLONE_NEWUSER | CLONE_NEWNET))
		give_up("unshare");
	write_text("/proc/self/setgroups", "deny");
	map_to_root("/proc/self/uid_map", uid);
	map_to_root("/proc/self/gid_map", gid);
}

int bring_loopback_up(void)
{
	struct ifreq request = {
		.ifr_name = "lo",
		.ifr_flags = IFF_UP,
	};
	const int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	int changed;

	if (fd < 0)
		return -errno;
	changed = ioctl(fd, SIOCSIFFLAGS, &request) ? -errno : 0;
	close(fd);
	return changed;
}

void enter_namespaces(void)
{
	/* Root of a container may lack the capability to do without a user namespace. */
	if (geteuid() != 0 || unshare(CLONE_NEWNET))
		enter_user_namespace();
	if (bring_loopback_up())
		give_up("lo");
#if NEED(forgets_connections)
	write_text("/proc/sys/net/ipv4/tcp_max_tw_buckets", "0");
#endif
#if NEED(ping)
	write_text("/proc/sys/net/ipv4/ping_group_range", "0 0");
#endif
}
