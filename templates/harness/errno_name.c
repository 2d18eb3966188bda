// SPDX-License-Identifier: GPL-2.0 OR MIT

#include <errno.h>
#include <stddef.h>

#include "errno_name.h"

#define ARRAY_SIZE(array) (sizeof(array) / sizeof((array)[0]))

static const char *const names[] = {
#include "errno_names.h"
};

const char *errno_name(const int number)
{
	return number >= 0 && number < (int)ARRAY_SIZE(names) ? names[number] : NULL;
}
