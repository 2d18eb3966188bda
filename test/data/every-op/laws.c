// SPDX-License-Identifier: GPL-2.0 OR MIT

#include "harness.h"

/* The laws in the order in which they run. */
const char *const laws[] = {
	"sockets-work",
	"rules-decide",
	"actors-take-turns",
	NULL,
};

/* From here on no test names a port by number. */
const int first_port = 2002;
