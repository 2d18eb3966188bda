// SPDX-License-Identifier: GPL-2.0 OR MIT

#include <stdio.h>

#include "id.h"

void print_id(void)
{
	printf("# executor %s\n", EXECUTOR_ID);
	fflush(stdout);
}
