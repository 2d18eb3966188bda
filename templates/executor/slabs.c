// SPDX-License-Identifier: GPL-2.0 OR MIT

#define _GNU_SOURCE
#include <dirent.h>
#include <fcntl.h>
#include <linux/membarrier.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "slabs.h"

/* Work that the kernel put off, such as the end of a domain, is done by then. */
#define SETTLE_US 50000

static void write_to(const int folder, const char *const path, const char *const text)
{
	const int fd = openat(folder, path, O_WRONLY | O_CLOEXEC);
	ssize_t written;

	if (fd < 0)
		return;
	written = write(fd, text, strlen(text));
	(void)written;
	close(fd);
}

/* Frees what is only put off: by RCU, by a work queue, as a cache of names. */
static void settle(void)
{
	for (int i = 0; i < 2; i++) {
		syscall(SYS_membarrier, MEMBARRIER_CMD_GLOBAL, 0, 0);
		usleep(SETTLE_US);
	}
	write_to(AT_FDCWD, "/proc/sys/vm/drop_caches", "2");
}

/* Free objects that a processor keeps for itself would be counted as used. */
static void give_back_free_objects(void)
{
	DIR *const caches = opendir("/sys/kernel/slab");
	struct dirent *cache;
	char path[300];

	if (!caches)
		return;
	while ((cache = readdir(caches))) {
		snprintf(path, sizeof(path), "%s/shrink", cache->d_name);
		write_to(dirfd(caches), path, "1");
	}
	closedir(caches);
}

static void print_caches(void)
{
	char line[512], name[64];
	unsigned long active;
	FILE *const caches = fopen("/proc/slabinfo", "re");

	if (!caches)
		return;
	printf("# slabs");
	while (fgets(line, sizeof(line), caches))
		if (line[0] != '#' && sscanf(line, "%63s %lu", name, &active) == 2)
			printf(" %s=%lu", name, active);
	printf("\n");
	fclose(caches);
}

static void print_memory(void)
{
	char line[128];
	unsigned long total = 0, available = 0;
	FILE *const memory = fopen("/proc/meminfo", "re");

	if (!memory)
		return;
	while (fgets(line, sizeof(line), memory)) {
		sscanf(line, "MemTotal: %lu", &total);
		sscanf(line, "MemAvailable: %lu", &available);
	}
	printf("# used %lu\n", total - available);
	fclose(memory);
}

void print_slabs(void)
{
	settle();
	give_back_free_objects();
	print_caches();
	print_memory();
}
