// SPDX-License-Identifier: GPL-2.0 OR MIT
/* An init that says one thing without end. */

#include <string.h>
#include <unistd.h>

int main(void)
{
	static char lines[64 * 1024];

	memset(lines, 'x', sizeof(lines));
	for (size_t end = 79; end < sizeof(lines); end += 80)
		lines[end] = '\n';
	for (;;)
		if (write(STDOUT_FILENO, lines, sizeof(lines)) < 0)
			return 1;
}
