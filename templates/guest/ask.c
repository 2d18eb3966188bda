// SPDX-License-Identifier: GPL-2.0 OR MIT

#define _GNU_SOURCE
#include <linux/capability.h>
#include <stdio.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "ask.h"

void die(const char *const what)
{
	perror(what);
	exit(EXIT_FAILURE);
}

void drop_capabilities(void)
{
	struct __user_cap_header_struct header = {
		.version = _LINUX_CAPABILITY_VERSION_3,
	};
	const struct __user_cap_data_struct none[2] = {};

	if (syscall(SYS_capset, &header, none))
		die("capset");
}

enum answer ask_in_child(enum answer (*const question)(void))
{
	const pid_t child = fork();
	int status;

	if (child < 0)
		die("fork");
	if (child == 0)
		_exit(question());
	if (waitpid(child, &status, 0) != child)
		die("waitpid");

	return WIFEXITED(status) ? WEXITSTATUS(status) : CANNOT_TELL;
}
