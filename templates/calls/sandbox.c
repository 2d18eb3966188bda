// SPDX-License-Identifier: GPL-2.0 OR MIT

#define _GNU_SOURCE
#include <errno.h>
#include <linux/capability.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "result.h"
#include "routes.h"
#include "sandbox.h"

#if NEED(CALL_BY_NUMBER)
/* By the route that was begun. */
#define system_call(of_number, ...)                     \
	do_call(&(const struct socket_call){            \
		.kind = CALL_BY_NUMBER,                 \
		.number = (of_number),                  \
		.arguments = { __VA_ARGS__ },           \
	})
#else
#define system_call(...) result(syscall(__VA_ARGS__))
#endif

#if NEED(create_ruleset) || NEED(OP_QUERY) || NEED(OP_RACE)
int create_ruleset(const void *const attr, const size_t size, const uint32_t flags)
{
	return system_call(__NR_landlock_create_ruleset, (long)attr, size, flags);
}
#endif

#if NEED(create_ruleset_sized)
int create_ruleset_from(const void *const attr, const size_t known, const size_t size,
			const uint8_t last_byte, const uint32_t flags)
{
	/* More than a page, and more than that no kernel looks at. */
	const size_t room = 2 * sysconf(_SC_PAGESIZE);
	uint8_t *const bytes = mmap(NULL, room, PROT_READ | PROT_WRITE,
				    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	int made;

	if (bytes == MAP_FAILED)
		return -errno;
	memcpy(bytes, attr, known);
	if (size > 0 && size <= room)
		bytes[size - 1] = last_byte;
	made = system_call(__NR_landlock_create_ruleset, (long)bytes, size, flags);
	munmap(bytes, room);
	return made;
}
#endif

#if NEED(query_abi)
int query_abi(void)
{
	return create_ruleset(NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
}
#endif

#if NEED(query_errata)
int query_errata(void)
{
	return create_ruleset(NULL, 0, LANDLOCK_CREATE_RULESET_ERRATA);
}
#endif

#if NEED(OP_ADD_RULE) || NEED(race_on_ports)
int add_rule(const int ruleset, const int type, const void *const attr, const uint32_t flags)
{
	return system_call(__NR_landlock_add_rule, ruleset, type, (long)attr, flags);
}
#endif

#if NEED(add_net_port) || NEED(race_on_ports)
int add_net_port(const int ruleset, const uint64_t allowed_access, const uint64_t port,
		 const uint32_t flags)
{
	return add_rule(ruleset, LANDLOCK_RULE_NET_PORT, net_port_attr(allowed_access, port),
			flags);
}
#endif

#if NEED(add_path_beneath)
int add_path_beneath(const int ruleset, const uint64_t allowed_access, const int parent,
		     const uint32_t flags)
{
	return add_rule(ruleset, LANDLOCK_RULE_PATH_BENEATH,
			path_beneath_attr(allowed_access, parent), flags);
}
#endif

#if NEED(OP_RESTRICT_SELF)
int restrict_self(const int ruleset, const uint32_t flags)
{
	return system_call(__NR_landlock_restrict_self, ruleset, flags);
}
#endif

#if NEED(OP_NO_NEW_PRIVS)
int set_no_new_privs(void)
{
	return system_call(__NR_prctl, PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
}
#endif

#if NEED(OP_DROP_CAPS) || NEED(OP_LOWER_CAPS)
static uint32_t word_of(const uint64_t caps, const int index)
{
	return caps >> (32 * index);
}

static int change_caps(const uint64_t permitted, const uint64_t effective)
{
	struct __user_cap_header_struct header = {
		.version = _LINUX_CAPABILITY_VERSION_3,
	};
	struct __user_cap_data_struct sets[_LINUX_CAPABILITY_U32S_3];
	int got;

	/* A child by fork(2) has what we have, and is told it in memory of its own. */
	syscall(__NR_capget, &header, sets);
	got = system_call(__NR_capget, (long)&header, (long)sets);
	if (got < 0)
		return got;
	for (int i = 0; i < _LINUX_CAPABILITY_U32S_3; i++) {
		sets[i].permitted &= word_of(permitted, i);
		sets[i].effective = sets[i].permitted & word_of(effective, i);
		sets[i].inheritable = 0;
	}
	return system_call(__NR_capset, (long)&header, (long)sets);
}
#endif

#if NEED(OP_DROP_CAPS)
int keep_caps(const uint64_t caps)
{
	return change_caps(caps, caps);
}
#endif

#if NEED(drop_caps)
int drop_caps(void)
{
	return keep_caps(0);
}
#endif

#if NEED(OP_LOWER_CAPS)
int lower_caps(const uint64_t caps)
{
	return change_caps(-1, ~caps);
}
#endif

#if NEED(OP_OPEN) || NEED(OP_OPEN_PROC)
int open_file(const char *const path, const int flags)
{
	const int fd = open(path, flags | O_CLOEXEC);

	if (fd < 0)
		return -errno;
	close(fd);
	return 0;
}
#endif

#if NEED(foreign) || NEED(OP_TAKE_FILE)
int foreign_fd(void)
{
	static int fd = -1;

	if (fd < 0)
		fd = open("/dev/null", O_RDONLY | O_CLOEXEC);
	return fd;
}
#endif
