// SPDX-License-Identifier: GPL-2.0 OR MIT

#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdalign.h>
#include <sys/syscall.h>

#include "raw_call.h"
#include "siblings.h"

#define SIBLING (CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD | CLONE_SYSVSEM)

#if NEED(OP_LOOK)
static alignas(16) char sibling_stack[64 * 1024];

/* It has no errno of its own. */
static int look_at(void *const path)
{
	static char seen[4096];

	for (;;) {
		const int fd = raw_call(SYS_openat, AT_FDCWD, (long)path, O_RDONLY | O_CLOEXEC, 0,
					0, 0);

		if (fd >= 0) {
			raw_call(SYS_read, fd, (long)seen, sizeof(seen), 0, 0, 0);
			raw_call(SYS_close, fd, 0, 0, 0, 0, 0);
		}
		raw_call(SYS_readlinkat, AT_FDCWD, (long)path, (long)seen, sizeof(seen), 0,
			 0);
	}
	return 0;
}

int start_looking(const char *const path)
{
	return clone(look_at, sibling_stack + sizeof(sibling_stack), SIBLING, (void *)path) < 0 ?
		       -errno :
		       0;
}
#endif
