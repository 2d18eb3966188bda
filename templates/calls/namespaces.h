/* SPDX-License-Identifier: GPL-2.0 OR MIT */
#ifndef NAMESPACES_H
#define NAMESPACES_H

#if !ALONE
/*
 * Enters a network namespace of one's own, as root of a user namespace unless
 * one is root already, and prepares it: the loopback device is up, closed
 * connections leave no port behind, and the group of root may open ping sockets.
 * Exits with 4 where that is impossible.
 */
void enter_namespaces(void);

/* Brings up the loopback device of the network that one is in; returns 0 or -errno. */
int bring_loopback_up(void);
#endif

#endif
