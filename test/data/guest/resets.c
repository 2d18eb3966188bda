// SPDX-License-Identifier: GPL-2.0 OR MIT
/* An init that starts the machine again. */

#include <sys/reboot.h>

int main(void)
{
	reboot(RB_AUTOBOOT);
	return 0;
}
