/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* Which executor this is: the hash of all that it was made of, as its builder gives it. */
#ifndef ID_H
#define ID_H

/* Prints it, before the answers that it vouches for. */
void print_id(void);

#endif
