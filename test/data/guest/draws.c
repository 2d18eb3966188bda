// SPDX-License-Identifier: GPL-2.0 OR MIT
/* Stands in for a suite: draws random bytes, with a seed from its input unless that begins with 0. */

#include <stdio.h>
#include <sys/random.h>
#include <unistd.h>

#include "../../../templates/executor/seed.h"

int main(void)
{
	unsigned char seed[SEED_SIZE];
	unsigned long drawn;

	setlinebuf(stdout);
	printf("# ready\n");
	if (read(STDIN_FILENO, seed, sizeof(seed)) != sizeof(seed))
		return 1;
	if (seed[0])
		reseed(seed);
	if (getrandom(&drawn, sizeof(drawn), 0) == sizeof(drawn))
		printf("# drawn %lx\n", drawn);
	return 0;
}
