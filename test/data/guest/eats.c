// SPDX-License-Identifier: GPL-2.0 OR MIT
/* Stands in for a suite: takes all memory that there is. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int main(void)
{
	setlinebuf(stdout);
	printf("KTAP version 1\n1..1\n  # begin eating_0\n");
	for (;;) {
		void *const piece = malloc(1 << 20);

		if (piece)
			memset(piece, 1, 1 << 20);
	}
}
