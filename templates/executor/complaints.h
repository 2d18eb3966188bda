/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * What the kernel says is wrong with itself. Most of it ends the guest, if the kernel is
 * told to; lockdep, RCU and a sleep where none may be only say so.
 */
#ifndef COMPLAINTS_H
#define COMPLAINTS_H

/* What was said before is nobody's. A kernel that is not a guest's is left alone. */
void open_complaints(void);

/* Ends the guest if the kernel has complained since the last time; its console tells why. */
void end_with_complaint(void);

#endif
