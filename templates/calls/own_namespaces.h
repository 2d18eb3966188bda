/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* Namespaces that the processes of a test make and enter; each returns 0 or -errno. */
#ifndef OWN_NAMESPACES_H
#define OWN_NAMESPACES_H

#include <linux/sched.h>

#if !ALONE
/* In a new network the loopback device is up. */
int unshare_namespace(int type);

/* The namespace that the process of an actor is in. */
int enter_namespace_of(int actor, int type);
#endif

#endif
