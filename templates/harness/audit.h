/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * The audit records of the kernel, for one process that receives them.
 *
 * They are sent to this process alone, which the kernel waits for, and not to a
 * multicast group, which loses what does not fit.
 */
#ifndef AUDIT_H
#define AUDIT_H

#include <stdbool.h>
#include <stdint.h>

/* From linux/audit.h, which may be older than the kernel under test. */
#define RECORD_LANDLOCK_ACCESS 1423
#define RECORD_LANDLOCK_DOMAIN 1424

#if !ALONE
/*
 * Becomes the receiver of the records, none of which are made yet. Returns 0 or
 * -errno: it takes capabilities in the first user namespace and the first PID
 * namespace, and nobody else who receives them.
 */
int open_audit(void);

/* Leaves everything as it was found; calls nothing that a signal handler may not call. */
void close_audit(void);

/* Has records made, or no more. Returns 0 or -errno. */
int enable_audit(bool enabled);

/* What was made before is not received from now on. Returns 0 or -errno. */
int begin_records(void);

/*
 * Receives every record that was made since, each as a type and a text.
 * Returns 0, or -errno: -ENOBUFS if it is known that some did not come.
 */
int receive_records(void (*each)(int type, const char *record));

/* How many records the kernel lost since this was asked last, or -errno. */
int count_lost(void);
#endif

#endif
