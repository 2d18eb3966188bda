// SPDX-License-Identifier: GPL-2.0 OR MIT

#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "directory.h"

#define NAME "landlockstep-XXXXXX"
#define INNER "in"

#if NEED(directory) || NEED(audit) || NEED(events)
static char path[sizeof("/tmp/" NAME)];
#endif
#if NEED(directory)
static int fd = -1;

static char *make_in(const char *const parent)
{
	snprintf(path, sizeof(path), "%s" NAME, parent);
	return mkdtemp(path);
}

int make_directory(void)
{
	/* The guest has no /tmp; the current directory is as good. */
	if (!make_in("/tmp/") && !make_in(""))
		return -errno;
	fd = open(path, O_PATH | O_DIRECTORY | O_CLOEXEC);
	return fd < 0 || mkdirat(fd, INNER, 0700) < 0 ? -errno : 0;
}

static void remove_files(const char *const folder)
{
	DIR *const directory = opendir(folder);
	const struct dirent *entry;

	if (!directory)
		return;
	while ((entry = readdir(directory)))
		unlinkat(dirfd(directory), entry->d_name, 0);
	closedir(directory);
}

static void remove_content(void)
{
	char inner[sizeof(path) + sizeof("/" INNER)];

	snprintf(inner, sizeof(inner), "%s/" INNER, path);
	remove_files(inner);
	rmdir(inner);
	remove_files(path);
}
#endif

#if NEED(remove_directory)
void remove_directory(void)
{
	if (fd < 0)
		return;
	remove_content();
	rmdir(path);
	close(fd);
	fd = -1;
}
#endif

#if NEED(unix_file) || NEED(audit) || NEED(events)
const char *directory_path(void)
{
	return path;
}
#endif

#if NEED(directory_fd)
int directory_fd(void)
{
	return fd;
}
#endif

#if NEED(path_fd)
int path_fd(const char *const name)
{
	return openat(fd, name, O_PATH | O_CLOEXEC);
}
#endif
