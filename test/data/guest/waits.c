// SPDX-License-Identifier: GPL-2.0 OR MIT
/* An init that does nothing, for ever. */

#include <unistd.h>

int main(void)
{
	for (;;)
		pause();
}
