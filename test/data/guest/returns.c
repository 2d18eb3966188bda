// SPDX-License-Identifier: GPL-2.0 OR MIT
/* An init that returns, which no kernel survives. */

int main(void)
{
	return 0;
}
