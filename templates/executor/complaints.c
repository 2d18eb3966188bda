// SPDX-License-Identifier: GPL-2.0 OR MIT

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/reboot.h>
#include <unistd.h>

#include "complaints.h"

#define RECORD_SIZE 8192

/* A warning, so that it gets to the console; generator/guest/ktap/reports.ts looks for it there. */
#define BEGINNING "<4>landlockstep: programs begin\n"

/* Of what generator/guest/ktap/reports.ts takes for a report, what may leave the kernel running. */
static const char *const complaints[] = {
	"WARNING: ",
	"BUG: ",
	/* The allocator says of which objects. */
	"BUG ",
	"UBSAN: ",
	"INFO: task ",
	"INFO: rcu_",
	"INFO: trying to register non-static key",
	"unregister_netdevice: waiting for ",
};

static int messages = -1;

void open_complaints(void)
{
	if (!getenv("LANDLOCKSTEP_GUEST"))
		return;
	messages = open("/dev/kmsg", O_RDWR | O_NONBLOCK | O_CLOEXEC);
	if (messages < 0 || write(messages, BEGINNING, strlen(BEGINNING)) < 0)
		return;
	lseek(messages, 0, SEEK_END);
}

static bool is_complaint(const char *const record)
{
	for (size_t i = 0; i < sizeof(complaints) / sizeof(complaints[0]); i++)
		if (strstr(record, complaints[i]))
			return true;
	return false;
}

static bool has_complained(void)
{
	static char record[RECORD_SIZE];
	bool found = false;
	ssize_t length;

	do {
		length = read(messages, record, sizeof(record) - 1);
		if (length > 0) {
			record[length] = '\0';
			found = found || is_complaint(record);
		}
		/* Of so many that the oldest are gone, the rest is there. */
	} while (length > 0 || (length < 0 && errno == EPIPE));
	return found;
}

void end_with_complaint(void)
{
	if (messages < 0 || !has_complained())
		return;
	fflush(stdout);
	reboot(RB_AUTOBOOT);
}
