// SPDX-License-Identifier: GPL-2.0 OR MIT

#include <errno.h>
#include <stddef.h>

#include "errno_name.h"

const char *errno_name(const int number)
{
	switch (number) {
#define ERRNO_NAME(name) \
	case name:       \
		return #name;
#include "errno_names.h"
#undef ERRNO_NAME
	default:
		return NULL;
	}
}
