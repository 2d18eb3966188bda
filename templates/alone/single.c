// SPDX-License-Identifier: GPL-2.0 OR MIT

/* The only process there is reads what it did. */
static bool is_actor(const int actor, const pid_t pid)
{
	return actor == 0 && pid == reading_pid;
}
