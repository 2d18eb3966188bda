/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* A guest that goes on from a saved state would draw the same random bytes each time. */
#ifndef SEED_H
#define SEED_H

#define SEED_SIZE 32

/* Has the kernel draw other random bytes from now on, if it lets us. */
void reseed(const unsigned char seed[SEED_SIZE]);

#endif
