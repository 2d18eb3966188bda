// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * An init that tries what documentation promises and no program of a suite can: Landlock off at boot, descriptors of
 * rulesets without access, threads, memory that is accounted, and what records tell of a domain from its first to its last.
 */

#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <netinet/in.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/reboot.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define CREATE_RULESET 444
#define ADD_RULE 445
#define RESTRICT_SELF 446

#define BIND_TCP (1ULL << 0)
#define CONNECT_TCP (1ULL << 1)
#define SCOPE_SIGNAL (1ULL << 1)
#define NET_PORT 2
#define QUIET (1U << 0)
#define LOG_SUBDOMAINS_OFF (1U << 2)
#define TSYNC (1U << 3)
#define NO_NEW_PRIVS (1U << 4)

#define ALL_PORTS 65536
#define QUIET_PORT 5

/* As of ABI 10. */
struct ruleset {
	uint64_t fs, net, scoped, quiet_fs, quiet_net, quiet_scoped;
};

struct rule {
	uint64_t access, port;
};

static void tell(const char *const what, const bool failed)
{
	printf("promise: %s %s\n", what, failed ? strerrorname_np(errno) : "OK");
	fflush(stdout);
}

static int create(const struct ruleset *const ruleset, const size_t size)
{
	return syscall(CREATE_RULESET, ruleset, size, 0);
}

static int add(const int ruleset, const uint64_t access, const uint64_t port, const uint32_t flags)
{
	const struct rule rule = { .access = access, .port = port };

	return syscall(ADD_RULE, ruleset, NET_PORT, &rule, flags);
}

static int enforce(const int ruleset, const uint32_t flags)
{
	return syscall(RESTRICT_SELF, ruleset, flags);
}

static int read_text(const char *const path, char *const text, const size_t size)
{
	const int fd = open(path, O_RDONLY | O_NONBLOCK);
	const ssize_t length = read(fd, text, size - 1);

	close(fd);
	text[length > 0 ? length : 0] = '\0';
	return length > 0 ? 0 : -1;
}

static void write_text(const char *const path, const char *const text)
{
	const int fd = open(path, O_WRONLY);

	if (fd < 0 || write(fd, text, strlen(text)) < 0)
		printf("promise: cannot write %s %s\n", path, strerrorname_np(errno));
	close(fd);
}

/* Each in a process of its own, so that none is in the domain of another; tells how it ended. */
static void in_child(void (*const part)(void), const char *const name)
{
	const pid_t child = fork();
	int status;

	if (child == 0) {
		part();
		fflush(stdout);
		_exit(0);
	}
	waitpid(child, &status, 0);
	if (name)
		printf("promise: %s %s\n", name, WIFSIGNALED(status) ? "killed" : "ended");
}

static void descriptors(void)
{
	const struct ruleset attr = { .net = BIND_TCP };
	const int ruleset = create(&attr, 16);
	char self[64];
	int path;

	snprintf(self, sizeof(self), "/proc/self/fd/%d", ruleset);
	tell("reopened for reading", open(self, O_RDONLY) < 0);
	tell("reopened for writing", open(self, O_WRONLY) < 0);
	path = open(self, O_PATH);
	tell("add_rule by O_PATH", add(path, BIND_TCP, 1, 0));
	tell("restrict_self by O_PATH", enforce(path, 0));
	fcntl(ruleset, F_SETFL, O_RDONLY);
	tell("add_rule after F_SETFL", add(ruleset, BIND_TCP, 1, 0));
}

static void use(const bool connects, const int port)
{
	const int fd = socket(AF_INET, SOCK_STREAM, 0);
	const struct sockaddr_in address = {
		.sin_family = AF_INET,
		.sin_port = htons(port),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
	const struct sockaddr *const at = (const struct sockaddr *)&address;

	if (connects)
		connect(fd, at, sizeof(address));
	else
		bind(fd, at, sizeof(address));
	close(fd);
}

static atomic_int started, asked, answered;

static void *sibling(void *)
{
	const struct ruleset attr = { .net = BIND_TCP };

	started = gettid();
	while (!asked)
		usleep(1000);
	if (asked == 2) {
		enforce(create(&attr, 16), 0);
		use(false, 1);
	}
	answered = 1 + prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0);
	/* Until the process ends. */
	pause();
	return NULL;
}

static void start_sibling(void)
{
	pthread_t thread;

	pthread_create(&thread, NULL, sibling, NULL);
	while (!started)
		usleep(1000);
}

static void tell_sibling(const char *const what)
{
	asked = 1;
	while (!answered)
		usleep(1000);
	printf("promise: %s %d\n", what, answered - 1);
}

static void signals_between_threads(void)
{
	const struct ruleset attr = { .scoped = SCOPE_SIGNAL };

	start_sibling();
	tell("a scope for one thread", enforce(create(&attr, 24), 0));
	tell("a signal to its parent", kill(getppid(), 0));
	tell("a signal to the other thread", syscall(SYS_tgkill, getpid(), (int)started, 0));
	tell_sibling("no_new_privs of the other thread");
}

static void handed_on(void)
{
	const struct ruleset attr = { .net = BIND_TCP };

	prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
	/* Threads that come later have it from the start. */
	tell("enforced with TSYNC", enforce(create(&attr, 16), TSYNC));
	tell_sibling("no_new_privs by TSYNC");
}

static void own_before_tsync(void)
{
	start_sibling();
	handed_on();
}

static void set_for_all(void)
{
	const struct ruleset attr = { .net = BIND_TCP };

	start_sibling();
	tell("enforced with both flags", enforce(create(&attr, 16), TSYNC | NO_NEW_PRIVS));
	printf("promise: no_new_privs of the caller %d\n", prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0));
	tell_sibling("no_new_privs by both flags");
}

static long memory(void)
{
	char text[64];

	return read_text("/sys/fs/cgroup/a/memory.current", text, sizeof(text)) ? -1 : atol(text);
}

static void fill(void)
{
	const struct ruleset attr = { .net = BIND_TCP };
	const int ruleset = create(&attr, 16);

	write_text("/sys/fs/cgroup/a/cgroup.procs", "0");
	for (int port = 0; port < ALL_PORTS; port++)
		if (add(ruleset, BIND_TCP, port, 0)) {
			tell("a rule too much", true);
			return;
		}
	printf("promise: memory of all rules %s\n", memory() > 2 * 1024 * 1024 ? "accounted" : "not accounted");
}

static void accounting(void)
{
	mount("cgroup2", "/sys/fs/cgroup", "cgroup2", 0, NULL);
	write_text("/sys/fs/cgroup/cgroup.subtree_control", "+memory");
	mkdir("/sys/fs/cgroup/a", 0755);
	in_child(fill, "without a limit");
	write_text("/sys/fs/cgroup/a/memory.max", "2M");
	in_child(fill, "with a limit");
}

/* The address of the code of init, 1 for who may not look into it (proc/array.c: do_task_stat()). */
static void look_at_init(void)
{
	char text[4096] = "";
	const char *field = text;
	unsigned long start = 0;

	read_text("/proc/1/stat", text, sizeof(text));
	for (int number = 1; field && number < 26; number++) {
		field = strchr(field, ' ');
		if (field)
			field++;
	}
	if (field)
		start = strtoul(field, NULL, 10);
	printf("promise: init is %s\n", start == 1 ? "hidden" : "shown");
}

/* One denial that is logged, two that a quiet rule keeps silent, and a look that is not to be logged at all. */
static void denials(void)
{
	const struct ruleset attr = { .net = BIND_TCP | CONNECT_TCP, .quiet_net = CONNECT_TCP };
	const int ruleset = create(&attr, sizeof(attr));

	look_at_init();
	add(ruleset, 0, QUIET_PORT, QUIET);
	prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
	enforce(ruleset, 0);
	printf("promise: domain made by %d\n", getpid());
	use(false, 1);
	use(true, QUIET_PORT);
	use(true, QUIET_PORT);
	look_at_init();
}

/* What the caller switches off, and then another thread of its process makes a domain that denies. */
static void mute(const uint32_t flags, const char *const whom)
{
	start_sibling();
	tell(whom, enforce(-1, LOG_SUBDOMAINS_OFF | flags));
	printf("promise: %s by %d\n", whom, getpid());
	asked = 2;
	while (!answered)
		usleep(1000);
}

static void mute_the_caller(void)
{
	mute(0, "muted alone");
}

static void mute_all_threads(void)
{
	mute(TSYNC, "muted together");
}

/* Nobody listens to audit here, so that the kernel writes its records into its log. */
static void records(void)
{
	const int log = open("/dev/kmsg", O_RDONLY | O_NONBLOCK);
	char line[8192];

	lseek(log, 0, SEEK_END);
	in_child(denials, NULL);
	in_child(denials, NULL);
	in_child(mute_the_caller, NULL);
	in_child(mute_all_threads, NULL);
	sleep(2);
	for (;;) {
		const ssize_t length = read(log, line, sizeof(line) - 1);

		if (length <= 0)
			break;
		line[length] = '\0';
		line[strcspn(line, "\n")] = '\0';
		if (strstr(line, "audit: type=142"))
			printf("promise: record %s\n", strstr(line, "type="));
	}
}

int main(void)
{
	const struct ruleset attr = { .net = BIND_TCP };
	int ruleset;

	mount("proc", "/proc", "proc", 0, NULL);
	mount("sysfs", "/sys", "sysfs", 0, NULL);
	mount("devtmpfs", "/dev", "devtmpfs", 0, NULL);
	write_text("/proc/sys/kernel/printk_ratelimit", "0");
	ruleset = create(&attr, 16);
	tell("create_ruleset", ruleset < 0);
	tell("version", syscall(CREATE_RULESET, NULL, 0, 1) < 0);
	tell("add_rule", add(ruleset, BIND_TCP, 1, 0));
	tell("restrict_self", enforce(-1, ~0U));
	if (ruleset >= 0) {
		in_child(descriptors, NULL);
		in_child(signals_between_threads, NULL);
		in_child(own_before_tsync, NULL);
		in_child(set_for_all, NULL);
		accounting();
		records();
	}
	printf("# guest end\n");
	fflush(stdout);
	reboot(RB_POWER_OFF);
	return 0;
}
