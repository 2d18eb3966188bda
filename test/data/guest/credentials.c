// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * An init that tries what becomes of a domain where the kernel replaces the credentials of a process, and where it makes
 * a connection for a process by itself.
 */

#define _GNU_SOURCE
#include <errno.h>
#include <netinet/in.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/reboot.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#define CREATE_RULESET 444
#define RESTRICT_SELF 446

#define BIND_TCP (1ULL << 0)
#define RESOLVE_UNIX (1ULL << 16)
#define SCOPE_ABSTRACT (1ULL << 0)

#define GET_KEYRING_ID 0
#define JOIN_SESSION_KEYRING 1
#define SESSION_TO_PARENT 18
#define SESSION_KEYRING -3

/* As of ABI 6. */
struct ruleset {
	uint64_t fs, net, scoped;
};

static const struct sockaddr_un dumps = {
	.sun_family = AF_UNIX,
	.sun_path = "/run/dumps",
};

static void tell(const char *const what, const int failed)
{
	printf("promise: %s %s\n", what, failed ? strerrorname_np(errno) : "OK");
	fflush(stdout);
}

static void enforce(const struct ruleset *const attr)
{
	const int ruleset = syscall(CREATE_RULESET, attr, sizeof(*attr), 0);

	prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
	if (ruleset < 0 || syscall(RESTRICT_SELF, ruleset, 0))
		tell("sandbox", 1);
}

static void bind_tcp(const char *const what)
{
	const struct sockaddr_in address = {
		.sin_family = AF_INET,
		.sin_port = htons(2000),
	};
	const int fd = socket(AF_INET, SOCK_STREAM, 0);

	tell(what, bind(fd, (const struct sockaddr *)&address, sizeof(address)));
	close(fd);
}

static void give_parent_a_keyring(void)
{
	if (syscall(SYS_keyctl, JOIN_SESSION_KEYRING, NULL) < 0 ||
	    syscall(SYS_keyctl, SESSION_TO_PARENT) < 0)
		tell("keyring", 1);
}

/* The parent has other credentials when it next comes back from the kernel. */
static void replace_credentials(void)
{
	const struct ruleset attr = { .net = BIND_TCP };
	long before;

	bind_tcp("bind without a sandbox");
	enforce(&attr);
	before = syscall(SYS_keyctl, GET_KEYRING_ID, SESSION_KEYRING, 1);
	if (fork() == 0) {
		give_parent_a_keyring();
		_exit(0);
	}
	wait(NULL);
	printf("promise: keyring %s\n",
	       syscall(SYS_keyctl, GET_KEYRING_ID, SESSION_KEYRING, 1) == before ? "kept" : "replaced");
	bind_tcp("bind with replaced credentials");
}

static void crash(void)
{
	const struct rlimit any = { RLIM_INFINITY, RLIM_INFINITY };
	const struct ruleset attr = {
		.fs = RESOLVE_UNIX,
		.scoped = SCOPE_ABSTRACT,
	};
	const int fd = socket(AF_UNIX, SOCK_STREAM, 0);

	setrlimit(RLIMIT_CORE, &any);
	enforce(&attr);
	tell("connect of its own", connect(fd, (const struct sockaddr *)&dumps, sizeof(dumps)));
	raise(SIGSEGV);
}

static void write_text(const char *const path, const char *const text)
{
	FILE *const file = fopen(path, "w");

	if (!file || fputs(text, file) < 0 || fclose(file))
		tell(path, 1);
}

static void dump_core(void)
{
	const int listener = socket(AF_UNIX, SOCK_STREAM, 0);
	const struct timeval patience = { .tv_sec = 5 };
	char bytes[4096];
	int dump, status;
	pid_t child;
	ssize_t got;

	tell("listen", bind(listener, (const struct sockaddr *)&dumps, sizeof(dumps)) ||
			       listen(listener, 1));
	setsockopt(listener, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
	write_text("/proc/sys/kernel/core_pattern", "@/run/dumps");
	child = fork();
	if (child == 0) {
		crash();
		_exit(0);
	}
	dump = accept(listener, NULL, NULL);
	tell("connection for a core dump", dump < 0);
	got = read(dump, bytes, sizeof(bytes));
	printf("promise: core dump is %s\n",
	       got >= 4 && !memcmp(bytes, "\177ELF", 4) ? "ELF" : "missing");
	close(dump);
	waitpid(child, &status, 0);
	printf("promise: crashed by signal %d\n", WIFSIGNALED(status) ? WTERMSIG(status) : 0);
}

int main(void)
{
	mount("proc", "/proc", "proc", 0, NULL);
	mkdir("/run", 0755);
	mount("tmpfs", "/run", "tmpfs", 0, NULL);
	if (fork() == 0) {
		replace_credentials();
		_exit(0);
	}
	wait(NULL);
	dump_core();
	printf("# guest end\n");
	fflush(stdout);
	reboot(RB_POWER_OFF);
	return 0;
}
