/* SPDX-License-Identifier: GPL-2.0 OR MIT */
#ifndef CREATIONS_H
#define CREATIONS_H

/* Prints what socket(2) answers outside any sandbox, with all capabilities and with none. */
void report_sockets(void);

#endif
