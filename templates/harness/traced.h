/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * Landlock's trace events as text (log_text.h):
 * "deny_access_net(1,same_exec=1,logged=1,blockers=bind_tcp,port=a)".
 *
 * The fields stand in the order of the kernel; what is empty is left out, and
 * so are devices, inodes, the names of programs, the domain of the other party,
 * and whether a domain is one of all threads, for which only the last event of
 * the threads counts.
 */
#ifndef TRACED_H
#define TRACED_H

/* Adds an event, as a line of trace_pipe tells it. */
void add_event(int type, const char *line);

#endif
