// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Reports what is under test, one "# target" line per fact: the ABI and the
 * errata of Landlock, what it does that neither of them tells, which proposals
 * it has, what else the kernel lacks, and what socket(2) answers outside any sandbox.
 */

#define _GNU_SOURCE
#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "ask.h"
#include "behaviours.h"
#include "creations.h"
#include "designs.h"
#include "lacks.h"
#include "landlock_uapi.h"
#include "namespaces.h"

static bool is_big_endian(void)
{
	const uint16_t one = 1;

	return !*(const unsigned char *)&one;
}

static void report_abi(void)
{
	const long abi = syscall(__NR_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);

	if (abi < 0)
		printf("# target abi %s\n", strerrorname_np(errno));
	else
		printf("# target abi %ld\n", abi);
}

static void report_errata(void)
{
	const long errata = syscall(__NR_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_ERRATA);

	if (errata < 0)
		printf("# target errata none\n");
	else
		printf("# target errata %ld\n", errata);
}

int main(void)
{
	struct utsname name;

	if (uname(&name))
		die("uname");
	printf("# target release %s\n", name.release);
	printf("# target byte_order %s\n", is_big_endian() ? "big" : "little");
	printf("# target page_size %ld\n", sysconf(_SC_PAGESIZE));
	report_abi();
	report_errata();
	fflush(stdout);

	enter_namespaces();
	report_behaviours();
	report_designs();
	report_features();
	report_sockets();
	printf("# target end\n");
	return EXIT_SUCCESS;
}
