// SPDX-License-Identifier: GPL-2.0 OR MIT
/* An init that says something now and then, and gets no further. */

#include <stdio.h>
#include <unistd.h>

int main(void)
{
	setlinebuf(stdout);
	for (;;) {
		printf("# goes on\n");
		usleep(200000);
	}
}
