/* SPDX-License-Identifier: GPL-2.0 OR MIT */
#ifndef CHOICES_H
#define CHOICES_H

/*
 * Prints what was chosen where creation by family, type and protocol is open,
 * as it shows by what the rules of a type come to.
 */
void report_choices(int field, int type);

#endif
