// SPDX-License-Identifier: GPL-2.0 OR MIT

#define _GNU_SOURCE
#include <errno.h>
#include <sched.h>
#include <unistd.h>

#include "actors.h"
#include "namespaces.h"
#include "own_namespaces.h"

#if NEED(OP_UNSHARE)
int unshare_namespace(const int type)
{
	if (unshare(type))
		return -errno;
	return type == CLONE_NEWNET ? bring_loopback_up() : 0;
}
#endif

#if NEED(OP_SETNS)
int enter_namespace_of(const int actor, const int type)
{
	const int pidfd = pidfd_of(actor);
	int entered;

	if (pidfd < 0)
		return pidfd;
	entered = setns(pidfd, type) ? -errno : 0;
	close(pidfd);
	return entered;
}
#endif
