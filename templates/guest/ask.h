/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* Questions that a probe asks the kernel, each in a child of its own. */
#ifndef ASK_H
#define ASK_H

#include <stdlib.h>

#define ARRAY_SIZE(array) (sizeof(array) / sizeof((array)[0]))

/* What a child exits with; one that failed at something else cannot tell. */
enum answer {
	CANNOT_TELL = EXIT_FAILURE,
	NO,
	YES,
};

enum answer ask_in_child(enum answer (*question)(void));

/* Says what failed and ends the probe. */
void die(const char *what);

void drop_capabilities(void);

#endif
