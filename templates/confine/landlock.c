// SPDX-License-Identifier: GPL-2.0 OR MIT
/* Files, ports and processes, by Landlock. */

#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "confine.h"
#include "landlock_uapi.h"

#define READS (LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR)
#define CHANGES (~LANDLOCK_ACCESS_FS_EXECUTE)
/* What can be asked of a file, which has nothing beneath it. */
#define OF_FILES                                                     \
	(LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_READ_FILE | \
	 LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_TRUNCATE | LANDLOCK_ACCESS_FS_IOCTL_DEV)

/* What each ABI restricts more than the one before it. */
static const struct {
	int abi;
	uint64_t fs, net, scoped;
} rights[] = {
	{ 1, LANDLOCK_ACCESS_FS_REFER - 1, 0, 0 },
	{ 2, LANDLOCK_ACCESS_FS_REFER, 0, 0 },
	{ 3, LANDLOCK_ACCESS_FS_TRUNCATE, 0, 0 },
	{ 4, 0, LANDLOCK_ACCESS_NET_BIND_TCP | LANDLOCK_ACCESS_NET_CONNECT_TCP, 0 },
	{ 5, LANDLOCK_ACCESS_FS_IOCTL_DEV, 0, 0 },
	{ 6, 0, 0, LANDLOCK_SCOPE_ABSTRACT_UNIX_SOCKET | LANDLOCK_SCOPE_SIGNAL },
	{ 9, LANDLOCK_ACCESS_FS_RESOLVE_UNIX, 0, 0 },
	{ 10, 0, LANDLOCK_ACCESS_NET_BIND_UDP | LANDLOCK_ACCESS_NET_CONNECT_SEND_UDP, 0 },
};

static const uint64_t granted[] = {
	[READ] = READS,
	[EXECUTE] = READS | LANDLOCK_ACCESS_FS_EXECUTE,
	[WRITE] = CHANGES,
};

int landlock_abi(void)
{
	const long abi = syscall(__NR_landlock_create_ruleset, NULL, 0,
				 LANDLOCK_CREATE_RULESET_VERSION);

	return abi < 0 ? 0 : abi;
}

static struct landlock_ruleset_attr handled_by(const int abi)
{
	struct landlock_ruleset_attr attr = {};

	for (size_t at = 0; at < sizeof(rights) / sizeof(*rights); at++) {
		if (rights[at].abi > abi)
			break;
		attr.handled_access_fs |= rights[at].fs;
		attr.handled_access_net |= rights[at].net;
		attr.scoped |= rights[at].scoped;
	}
	return attr;
}

static void allow(const int ruleset, const struct view *const view, const uint64_t handled)
{
	struct landlock_path_beneath_attr attr = {
		.allowed_access = granted[view->kind] & handled,
		.parent_fd = open(view->path, O_PATH | O_CLOEXEC),
	};
	struct stat stat;

	if (attr.parent_fd < 0 && (errno == ENOENT || errno == ENOTDIR))
		return;
	if (attr.parent_fd < 0 || fstat(attr.parent_fd, &stat))
		fail("%s", view->path);
	if (!S_ISDIR(stat.st_mode))
		attr.allowed_access &= OF_FILES;
	if (syscall(__NR_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &attr, 0))
		fail("landlock_add_rule for %s", view->path);
	close(attr.parent_fd);
}

void restrict_by_landlock(const struct view *const views, const int count)
{
	const int abi = landlock_abi();
	const struct landlock_ruleset_attr attr = handled_by(abi);
	int ruleset;

	if (!abi)
		return;
	/* An older kernel takes a longer attribute whose end is zero. */
	ruleset = syscall(__NR_landlock_create_ruleset, &attr, sizeof(attr), 0);
	if (ruleset < 0)
		fail("landlock_create_ruleset");
	for (int at = 0; at < count; at++)
		allow(ruleset, &views[at], attr.handled_access_fs);
	if (syscall(__NR_landlock_restrict_self, ruleset, 0))
		fail("landlock_restrict_self");
	close(ruleset);
}
