// SPDX-License-Identifier: GPL-2.0 OR MIT

#define _GNU_SOURCE
#include <errno.h>
#include <linux/capability.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "sandbox.h"

/* More than a page, and more than that no kernel looks at. */
#define LARGEST_ATTR 8192

static int result(const long returned)
{
	return returned < 0 ? -errno : returned;
}

int create_ruleset(const void *const attr, const size_t size, const uint32_t flags)
{
	return result(syscall(__NR_landlock_create_ruleset, attr, size, flags));
}

int create_ruleset_from(const void *const attr, const size_t known, const size_t size,
			const uint8_t last_byte, const uint32_t flags)
{
	uint8_t bytes[LARGEST_ATTR] = {};

	memcpy(bytes, attr, known);
	if (size > 0 && size <= sizeof(bytes))
		bytes[size - 1] = last_byte;
	return result(syscall(__NR_landlock_create_ruleset, bytes, size, flags));
}

int query_abi(void)
{
	return create_ruleset(NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
}

int query_errata(void)
{
	return create_ruleset(NULL, 0, LANDLOCK_CREATE_RULESET_ERRATA);
}

int add_rule(const int ruleset, const int type, const void *const attr, const uint32_t flags)
{
	return result(syscall(__NR_landlock_add_rule, ruleset, type, attr, flags));
}

int add_net_port(const int ruleset, const uint64_t allowed_access, const uint64_t port,
		 const uint32_t flags)
{
	return add_rule(ruleset, LANDLOCK_RULE_NET_PORT, net_port_attr(allowed_access, port),
			flags);
}

int add_path_beneath(const int ruleset, const uint64_t allowed_access, const int parent,
		     const uint32_t flags)
{
	return add_rule(ruleset, LANDLOCK_RULE_PATH_BENEATH,
			path_beneath_attr(allowed_access, parent), flags);
}

int restrict_self(const int ruleset, const uint32_t flags)
{
	return result(syscall(__NR_landlock_restrict_self, ruleset, flags));
}

int set_no_new_privs(void)
{
	return result(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0));
}

static uint32_t word_of(const uint64_t caps, const int index)
{
	return caps >> (32 * index);
}

int keep_caps(const uint64_t caps)
{
	struct __user_cap_header_struct header = {
		.version = _LINUX_CAPABILITY_VERSION_3,
	};
	struct __user_cap_data_struct sets[_LINUX_CAPABILITY_U32S_3];

	if (syscall(SYS_capget, &header, sets))
		return -errno;
	for (int i = 0; i < _LINUX_CAPABILITY_U32S_3; i++) {
		sets[i].permitted &= word_of(caps, i);
		sets[i].effective = sets[i].permitted;
		sets[i].inheritable = 0;
	}
	return result(syscall(SYS_capset, &header, sets));
}

int drop_caps(void)
{
	return keep_caps(0);
}

int open_file(const char *const path, const int flags)
{
	const int fd = open(path, flags | O_CLOEXEC);

	if (fd < 0)
		return -errno;
	close(fd);
	return 0;
}

int foreign_fd(void)
{
	static int fd = -1;

	if (fd < 0)
		fd = open("/dev/null", O_RDONLY | O_CLOEXEC);
	return fd;
}
