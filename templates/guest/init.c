// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * The first process of a guest: loads the modules that it brought along, opens
 * the channel to the host, runs the probe and the suite, and powers off.
 */

#define _GNU_SOURCE
#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#include "gcov.h"

#define PORT_NAME "landlockstep"
#define PORT_OF_PROGRAMS "landlockstep.programs"
#define PARAMETER "landlockstep."
#define MODULE_INIT_COMPRESSED_FILE 4
#define MAX_ARGUMENTS 32

/* What is said before the channel is open is kept until it is. */
static FILE *report;

static void report_failure(const char *const what)
{
	fprintf(report, "# init: %s: %s\n", what, strerrorname_np(errno));
}

static void mount_on(const char *const type, const char *const where)
{
	mkdir(where, 0755);
	/* The kernel may have mounted devtmpfs by itself. */
	if (mount(type, where, type, MS_NOSUID, NULL) && errno != EBUSY)
		report_failure(where);
}

static void write_file(const char *const path, const char *const text)
{
	const int fd = open(path, O_WRONLY | O_CLOEXEC);

	if (fd < 0 || write(fd, text, strlen(text)) < 0)
		report_failure(path);
	if (fd >= 0)
		close(fd);
}

/* Reads the first line of a file. */
static bool read_line(const char *const path, char *const line, const int size)
{
	FILE *const file = fopen(path, "re");
	bool ok;

	if (!file)
		return false;
	ok = fgets(line, size, file);
	fclose(file);
	if (ok)
		line[strcspn(line, "\n")] = '\0';
	return ok;
}

static bool ends_with(const char *const text, const char *const end)
{
	const size_t length = strlen(text);

	return length >= strlen(end) && !strcmp(text + length - strlen(end), end);
}

/* A module that does not load is a family that the guest does not have. */
static void load_module(const char *const path)
{
	const int flags = ends_with(path, ".ko") ? 0 : MODULE_INIT_COMPRESSED_FILE;
	const int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0 || (syscall(SYS_finit_module, fd, "", flags) && errno != EEXIST))
		fprintf(report, "# module %s: %s\n", path, strerrorname_np(errno));
	if (fd >= 0)
		close(fd);
}

static void load_modules(void)
{
	FILE *const order = fopen("/modules/order", "re");
	char line[256], path[512];

	if (!order)
		return;
	while (fgets(line, sizeof(line), order)) {
		line[strcspn(line, "\n")] = '\0';
		if (!*line)
			continue;
		snprintf(path, sizeof(path), "%s%s", *line == '/' ? "" : "/modules/", line);
		load_module(path);
	}
	fclose(order);
}

/* Opens the port of that name, if there is one by now. */
static int open_port(const char *const wanted, const int access)
{
	DIR *ports = opendir("/sys/class/virtio-ports");
	const struct dirent *port;
	char path[512], name[64];
	int fd = -1;

	if (!ports)
		return -1;
	while (fd < 0 && (port = readdir(ports))) {
		snprintf(path, sizeof(path), "/sys/class/virtio-ports/%s/name", port->d_name);
		if (*port->d_name == '.' || !read_line(path, name, sizeof(name)) ||
		    strcmp(name, wanted))
			continue;
		snprintf(path, sizeof(path), "/dev/%s", port->d_name);
		fd = open(path, access | O_CLOEXEC);
	}
	closedir(ports);
	return fd;
}

/* A console device on virtio announces its ports a little later than itself. */
static bool has_port_device(void)
{
	DIR *devices = opendir("/sys/bus/virtio/devices");
	const struct dirent *device;
	char path[512], id[16];
	bool found = false;

	if (!devices)
		return false;
	while (!found && (device = readdir(devices))) {
		snprintf(path, sizeof(path), "/sys/bus/virtio/devices/%s/device", device->d_name);
		found = read_line(path, id, sizeof(id)) && strtol(id, NULL, 16) == 3;
	}
	closedir(devices);
	return found;
}

/* The port of that name, or else the console. */
static int open_channel(void)
{
	const int tries = has_port_device() ? 500 : 1;
	int fd = open_port(PORT_NAME, O_WRONLY);

	for (int i = 1; fd < 0 && i < tries; i++) {
		usleep(1000);
		fd = open_port(PORT_NAME, O_WRONLY);
	}
	return fd >= 0 ? fd : open("/dev/console", O_WRONLY | O_NOCTTY | O_CLOEXEC);
}

/* Says how a child ended, unless it is one of the usual ways. */
static void report_end(const char *const path, const int status)
{
	if (WIFSIGNALED(status))
		fprintf(report, "# init: %s was killed by signal %d\n", path, WTERMSIG(status));
	else if (WEXITSTATUS(status) != 0 && WEXITSTATUS(status) != 1 && WEXITSTATUS(status) != 4)
		fprintf(report, "# init: %s exited with %d\n", path, WEXITSTATUS(status));
	fflush(report);
}

static void run(const int input, const int channel, char *const arguments[])
{
	int status = 0;
	pid_t child, ended;

	if (access(arguments[0], F_OK))
		return;

	child = fork();
	if (child < 0) {
		report_failure("fork");
		return;
	}
	if (child == 0) {
		if (input >= 0)
			dup2(input, STDIN_FILENO);
		dup2(channel, STDOUT_FILENO);
		execv(arguments[0], arguments);
		_exit(127);
	}
	do {
		ended = wait(&status);
	} while (ended != child && (ended > 0 || errno == EINTR));
	report_end(arguments[0], status);
}

/* Turns each " landlockstep.from=3" of the kernel's command line into "--from" and "3". */
static void add_arguments(char *const command_line, char *arguments[])
{
	int count = 1;

	for (char *word = strtok(command_line, "\n "); word; word = strtok(NULL, "\n ")) {
		char *const value = strchr(word, '=');
		char *option;

		if (strncmp(word, PARAMETER, strlen(PARAMETER)) || !value ||
		    count + 2 > MAX_ARGUMENTS)
			continue;
		*value = '\0';
		if (asprintf(&option, "--%s", word + strlen(PARAMETER)) < 0)
			continue;
		arguments[count++] = option;
		arguments[count++] = value + 1;
	}
}

static void run_suite(const int channel)
{
	static char command_line[4096];
	char *arguments[MAX_ARGUMENTS + 1] = { "/suite" };

	if (read_line("/proc/cmdline", command_line, sizeof(command_line)))
		add_arguments(command_line, arguments);
	run(open_port(PORT_OF_PROGRAMS, O_RDONLY), channel, arguments);
}

/* Standard input and standard error are the console's, whatever the kernel opened; without one, nobody's. */
static void open_console(void)
{
	int console = open("/dev/console", O_RDWR | O_NOCTTY | O_CLOEXEC);

	if (console < 0)
		console = open("/dev/null", O_RDWR | O_CLOEXEC);
	for (int fd = 0; console >= 0 && fd < 3; fd++)
		dup2(console, fd);
}

/* From now on reports go to the channel, first of all those that were kept. */
static void report_to(const int channel, char *const *const kept)
{
	fclose(report);
	/* Nobody who is started from here shall write to it. */
	report = fdopen(fcntl(channel, F_DUPFD_CLOEXEC, 0), "w");
	fputs(*kept, report);
	fflush(report);
}

/* The host compares it with its own clock. */
static void report_clock(void)
{
	struct timespec now;

	if (clock_gettime(CLOCK_MONOTONIC, &now))
		return;
	fprintf(report, "# clock %lld\n",
		(long long)now.tv_sec * 1000 + now.tv_nsec / 1000000);
	fflush(report);
}

int main(void)
{
	char *const probe[] = { "/probe", NULL };
	char *kept = NULL;
	size_t size;
	int channel;

	report = open_memstream(&kept, &size);
	mount_on("proc", "/proc");
	/* No socket(2) of a test shall load a module and so change what the next one answers. */
	write_file("/proc/sys/kernel/modprobe", "\n");
	mount_on("sysfs", "/sys");
	mount_on("devtmpfs", "/dev");
	open_console();
	load_modules();
	channel = open_channel();
	report_to(channel, &kept);

	setenv("LANDLOCKSTEP_GUEST", "1", 1);
	report_clock();
	run(-1, channel, probe);
	report_clock();
	run_suite(channel);

	report_clock();
	report_lines(report);
	fputs("# guest end\n", report);
	fflush(report);
	tcdrain(channel);
	reboot(RB_AUTOBOOT);
	return EXIT_FAILURE;
}
