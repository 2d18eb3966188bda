/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * Landlock's audit records as text without blanks that is the same in every
 * run: "deny(1,net.bind_tcp,saddr=127.0.0.1,src=a)+alloc(1,by=0)", or "none".
 *
 * Domains are numbered in the order in which they come up, processes are known
 * by their actors, ports by their letters, and names without what keeps them
 * apart from those of other tests. The end of a domain, which the kernel logs
 * some time after it, is left out.
 */
#ifndef RECORDS_H
#define RECORDS_H

#include <stdbool.h>

/* A new test begins, with domains and texts of its own. */
void forget_domains(void);

/* Starts a text, behind those before it. */
void start_text(void);

/* Adds a record of the kernel, if it is one of Landlock's. */
void add_record(int type, const char *record);

/* Ends the text; returns whether all of it had place. */
bool end_text(void);

const char *text_of_records(void);

#endif
