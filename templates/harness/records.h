/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * Landlock's audit records as text (log_text.h):
 * "deny(1,net.bind_tcp,saddr=127.0.0.1,src=a)+alloc(1,by=0)".
 *
 * The end of a domain, which the kernel logs some time after it, is left out.
 */
#ifndef RECORDS_H
#define RECORDS_H

/* Adds a record of the kernel, if it is one of Landlock's. */
void add_record(int type, const char *record);

#endif
