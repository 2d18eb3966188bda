// SPDX-License-Identifier: GPL-2.0 OR MIT

#include "harness.h"

/* The laws in the order in which they run. */
const char *const laws[] = {
	"sockets-work",
	"rules-decide",
	"actors-take-turns",
	NULL,
};

/* What tests name by number, and what modules take for themselves. */
const int reserved_ports[] = {
	2001,
	16385,
	0,
};
