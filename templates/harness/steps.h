/* SPDX-License-Identifier: GPL-2.0 OR MIT */
#ifndef STEPS_H
#define STEPS_H

#include <stdbool.h>

/* Prints what every step of the last test gave. */
void print_observations(void);

/* Prints what every step of the last test gave, and returns whether all of it was expected. */
bool print_steps(void);

#endif
