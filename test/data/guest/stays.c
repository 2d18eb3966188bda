// SPDX-License-Identifier: GPL-2.0 OR MIT
/* An init that says its last word, and stays. */

#include <stdio.h>
#include <unistd.h>

int main(void)
{
	printf("# guest end\n");
	fflush(stdout);
	for (;;)
		pause();
}
