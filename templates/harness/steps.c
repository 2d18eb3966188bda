// SPDX-License-Identifier: GPL-2.0 OR MIT

#include <stdio.h>

#include "actors.h"
#include "address.h"
#include "errno_name.h"
#include "steps.h"

/* Without a format where that will do: this is most of what a run prints, and it takes time. */
static void print(const char *const text)
{
	fputs(text, stdout);
}

static void print_name(const int answer)
{
	static const char *const places[] = { "@", "/", "/in/" };

	if (answer == NO_SENDER)
		print("=nobody");
	else
		printf("=%s%c", places[((answer & 0x300) >> 8) - 1], answer & 0xff);
}

static void print_answer(const enum reading reading, const int answer)
{
	const char *const name = answer < 0 ? errno_name(-answer) : NULL;

	if (name)
		print(name);
	else if (answer < 0)
		printf("E%d", -answer);
	else if (answer == NOT_DENIED)
		print("!EACCES");
	else if (answer == DROPPED)
		print("=dropped");
	else if (reading == AS_OUTCOME)
		print("OK");
	else if (reading == AS_PORT && answer == EPHEMERAL)
		print("=ephemeral");
	else if (reading == AS_PORT && answer >= NO_SENDER)
		print_name(answer);
	else if (reading == AS_PORT && letter_of(answer))
		printf("=%c", letter_of(answer));
	else
		printf("=%d", answer);
}

static void print_observed(const struct step *const step)
{
	if (step->reading == AS_LOG)
		printf("=%s", step->observed_text);
	else
		print_answer(step->reading, step->observed);
}

static void print_allowed(const struct step *const step, const int i)
{
	if (step->reading == AS_LOG)
		printf("=%s", step->allowed_texts[i]);
	else
		print_answer(step->reading, step->allowed[i]);
}

static void print_surprise(const int index, const struct step *const step)
{
	printf("  # step %d: observed ", index);
	print_observed(step);
	printf(", allowed only");
	for (int i = 0; i < step->allowed_count; i++) {
		print(i > 0 ? " | " : " ");
		print_allowed(step, i);
	}
	print("\n");
}

void print_observations(void)
{
	const int count = stage.turn;

	print("  # steps");
	for (int i = 0; i < count; i++) {
		print(" ");
		print_observed(&stage.steps[i]);
	}
	print("\n");
}

bool print_steps(void)
{
	const int count = stage.turn;
	bool expected = true;

	for (int i = 0; i < count; i++) {
		if (is_allowed(&stage.steps[i]))
			continue;
		print_surprise(i, &stage.steps[i]);
		expected = false;
	}
	print_observations();
	return expected;
}
