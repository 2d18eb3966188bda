// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * What a kernel counts for gcov stands in files, of which each is told in lines:
 *
 *	# gcov <path of the file> <some of its bytes>
 */

#define _GNU_SOURCE
#include <ftw.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>

#include "gcov.h"

#define DEBUGFS "/sys/kernel/debug"
#define COUNTS DEBUGFS "/gcov"
#define MAX_OPEN 16
#define BYTES_PER_LINE 1024

static FILE *told_to;

static int tell_file(const char *const path, const struct stat *const status, const int type,
		     struct FTW *const place)
{
	static const char end[] = ".gcda";
	const size_t length = strlen(path);
	unsigned char bytes[BYTES_PER_LINE];
	size_t size;
	FILE *file;

	(void)status;
	(void)place;
	if (type != FTW_F || length < sizeof(end) || strcmp(path + length + 1 - sizeof(end), end))
		return 0;
	file = fopen(path, "re");
	if (!file)
		return 0;
	while ((size = fread(bytes, 1, sizeof(bytes), file)) > 0) {
		fprintf(told_to, "# gcov %s ", path + strlen(COUNTS));
		for (size_t i = 0; i < size; i++)
			fprintf(told_to, "%02x", bytes[i]);
		fputc('\n', told_to);
	}
	fclose(file);
	return 0;
}

void report_lines(FILE *const report)
{
	/* Where there is no debugfs, nothing is counted. */
	if (mount("debugfs", DEBUGFS, "debugfs", MS_NOSUID, NULL))
		return;
	told_to = report;
	nftw(COUNTS, tell_file, MAX_OPEN, FTW_PHYS);
	fflush(report);
}
