// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Reports what is under test, one "# target" line per fact: the ABI and the
 * errata of Landlock, what it does that neither of them tells, what else the
 * kernel lacks, and what socket(2) answers outside any sandbox.
 */

#define _GNU_SOURCE
#include <errno.h>
#include <linux/capability.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <unistd.h>

#include "audit.h"
#include "lacks.h"
#include "namespaces.h"

#define ARRAY_SIZE(array) (sizeof(array) / sizeof((array)[0]))

/* The same numbers on every architecture. */
#define NR_LANDLOCK_CREATE_RULESET 444
#define NR_LANDLOCK_RESTRICT_SELF 446

/* From linux/landlock.h, which may be older than the kernel under test. */
#define CREATE_RULESET_VERSION (1U << 0)
#define CREATE_RULESET_ERRATA (1U << 1)
#define ACCESS_NET_BIND_TCP (1ULL << 0)
#define ACCESS_NET_CONNECT_TCP (1ULL << 1)
#define RESTRICT_SELF_LOG_SUBDOMAINS_OFF (1U << 2)
#define RESTRICT_SELF_TSYNC (1U << 3)

/* A flag of landlock_restrict_self(2) that no kernel knows. */
#define UNKNOWN_FLAG (1U << 31)

/* struct landlock_ruleset_attr up to what ABI 4 brought. */
struct ruleset_attr {
	uint64_t handled_access_fs;
	uint64_t handled_access_net;
};

struct socket_case {
	int domain;
	int type;
	int protocol;
	/* What socket(2) answered: 0 or an errno. */
	int root;
	int dropped;
};

/* What a child exits with; one that failed at something else cannot tell. */
enum answer {
	CANNOT_TELL = EXIT_FAILURE,
	NO,
	YES,
};

static const int types[] = {
	SOCK_STREAM, SOCK_DGRAM, SOCK_RAW, SOCK_RDM, SOCK_SEQPACKET, SOCK_DCCP, SOCK_PACKET,
};

static const int inet_domains[] = { AF_INET, AF_INET6 };

static const int inet_types[] = { SOCK_STREAM, SOCK_DGRAM, SOCK_RAW, SOCK_SEQPACKET };

/* ICMP, TCP, UDP, ICMPv6, SCTP, UDP-Lite, RAW, SMC and MPTCP. */
static const int inet_protocols[] = { 1, 6, 17, 58, 132, 136, 255, 256, 262 };

#define FAMILIES 46
#define CASES                                                                                     \
	(FAMILIES * ARRAY_SIZE(types) +                                                           \
	 ARRAY_SIZE(inet_domains) * ARRAY_SIZE(inet_types) * ARRAY_SIZE(inet_protocols))

/* An errno that leaked from inside the kernel (such as 524) has no name. */
static void print_outcome(const int err)
{
	const char *const name = err ? strerrorname_np(err) : "OK";

	if (name)
		printf(" %s", name);
	else
		printf(" E%d", err);
}

static void die(const char *const what)
{
	perror(what);
	exit(EXIT_FAILURE);
}

static void drop_capabilities(void)
{
	struct __user_cap_header_struct header = {
		.version = _LINUX_CAPABILITY_VERSION_3,
	};
	const struct __user_cap_data_struct none[2] = {};

	if (syscall(SYS_capset, &header, none))
		die("capset");
}

static void report_abi(void)
{
	const long abi = syscall(NR_LANDLOCK_CREATE_RULESET, NULL, 0, CREATE_RULESET_VERSION);

	printf("# target abi");
	if (abi < 0)
		print_outcome(errno);
	else
		printf(" %ld", abi);
	printf("\n");
}

static void report_errata(void)
{
	const long errata = syscall(NR_LANDLOCK_CREATE_RULESET, NULL, 0, CREATE_RULESET_ERRATA);

	if (errata < 0)
		printf("# target errata none\n");
	else
		printf("# target errata %ld\n", errata);
}

/* Tells two kernels apart by how a call fails. */
static enum answer by_errno(const long result, const int yes, const int no)
{
	if (result < 0 && errno == yes)
		return YES;
	if (result < 0 && errno == no)
		return NO;
	return CANNOT_TELL;
}

/* Is the answer EINVAL, for the flags, or EPERM, for the privilege? */
static enum answer flags_before_privilege(void)
{
	if (prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0))
		return CANNOT_TELL;

	drop_capabilities();
	return by_errno(syscall(NR_LANDLOCK_RESTRICT_SELF, -1, UNKNOWN_FLAG), EINVAL, EPERM);
}

/* Denies one right of TCP for any port, and has no say in anything else. */
static bool deny(const uint64_t access)
{
	const struct ruleset_attr attr = {
		.handled_access_net = access,
	};
	const int ruleset = syscall(NR_LANDLOCK_CREATE_RULESET, &attr, sizeof(attr), 0);

	return ruleset >= 0 && !prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) &&
	       !syscall(NR_LANDLOCK_RESTRICT_SELF, ruleset, 0);
}

/*
 * Binds an IPv4 socket to an IPv6 address where only connecting is handled.
 * Landlock would say EINVAL, the network stack says EAFNOSUPPORT.
 */
static enum answer hook_by_right(void)
{
	const struct sockaddr_in6 address = {
		.sin6_family = AF_INET6,
	};
	const int fd = socket(AF_INET, SOCK_STREAM, 0);

	if (fd < 0 || !bind(fd, (const struct sockaddr *)&address, sizeof(address)) ||
	    errno != EAFNOSUPPORT || !deny(ACCESS_NET_CONNECT_TCP))
		return CANNOT_TELL;

	return by_errno(bind(fd, (const struct sockaddr *)&address, sizeof(address)), EAFNOSUPPORT,
			EINVAL);
}

static enum answer fastopen_checked(void)
{
	const struct sockaddr_in address = {
		.sin_family = AF_INET,
		.sin_port = htons(9),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
	const int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);

	if (fd < 0 || !deny(ACCESS_NET_CONNECT_TCP))
		return CANNOT_TELL;

	if (sendto(fd, "", 1, MSG_FASTOPEN | MSG_NOSIGNAL, (const struct sockaddr *)&address,
		   sizeof(address)) < 0 &&
	    errno == EACCES)
		return YES;

	return NO;
}

static int denials;

static void count_denial(const int type, const char *const record)
{
	(void)record;
	denials += type == RECORD_LANDLOCK_ACCESS;
}

/* Mutes what further layers log, before there is one, and has a connection denied. */
static bool connect_muted(void)
{
	const struct sockaddr_in address = {
		.sin_family = AF_INET,
		.sin_port = htons(9),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
	const int fd = socket(AF_INET, SOCK_STREAM, 0);

	return fd >= 0 && !syscall(NR_LANDLOCK_RESTRICT_SELF, -1, RESTRICT_SELF_LOG_SUBDOMAINS_OFF) &&
	       deny(ACCESS_NET_CONNECT_TCP) && connect(fd, (const struct sockaddr *)&address, sizeof(address)) &&
	       errno == EACCES;
}

/* Is nothing logged then? Without audit records nobody can see it. */
static enum answer early_mute(void)
{
	enum answer answer = CANNOT_TELL;

	if (!open_audit() && !enable_audit(true) && !begin_records() &&
	    connect_muted() && !receive_records(count_denial))
		answer = denials == 0 ? YES : NO;
	close_audit();
	return answer;
}

/*
 * Binds an IPv6 socket to AF_UNSPEC, in a sandbox that handles that. The
 * network stack says EAFNOSUPPORT, an older hook said EINVAL.
 */
static enum answer unspec_like_stack(void)
{
	const struct sockaddr_in6 address = {
		.sin6_family = AF_UNSPEC,
	};
	const int fd = socket(AF_INET6, SOCK_STREAM, 0);

	if (fd < 0 || !deny(ACCESS_NET_BIND_TCP))
		return CANNOT_TELL;

	return by_errno(bind(fd, (const struct sockaddr *)&address, sizeof(address)), EAFNOSUPPORT,
			EINVAL);
}

/* Without a ruleset, EBADF says that the two flags do not go together. */
static enum answer mute_with_tsync(void)
{
	if (!syscall(NR_LANDLOCK_RESTRICT_SELF, -1,
		     RESTRICT_SELF_LOG_SUBDOMAINS_OFF | RESTRICT_SELF_TSYNC))
		return YES;

	return errno == EBADF || errno == EINVAL ? NO : CANNOT_TELL;
}

static enum answer ask_in_child(enum answer (*const question)(void))
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

static void report_behaviours(void)
{
	static const struct {
		const char *name;
		enum answer (*question)(void);
	} behaviours[] = {
		{ "flags_before_privilege", flags_before_privilege },
		{ "hook_by_right", hook_by_right },
		{ "fastopen_checked", fastopen_checked },
		{ "early_mute", early_mute },
		{ "unspec_like_stack", unspec_like_stack },
		{ "mute_with_tsync", mute_with_tsync },
	};

	for (size_t i = 0; i < ARRAY_SIZE(behaviours); i++) {
		switch (ask_in_child(behaviours[i].question)) {
		case YES:
			printf("# target behaviour %s\n", behaviours[i].name);
			break;
		case NO:
			break;
		case CANNOT_TELL:
			printf("# cannot tell %s\n", behaviours[i].name);
			break;
		}
		fflush(stdout);
	}
}

/* Shared with the child that has no capabilities. */
static struct socket_case *cases;

static void list_cases(void)
{
	struct socket_case *next = cases;

	for (int domain = 0; domain < FAMILIES; domain++)
		for (size_t t = 0; t < ARRAY_SIZE(types); t++)
			*next++ = (struct socket_case){ .domain = domain, .type = types[t] };

	for (size_t d = 0; d < ARRAY_SIZE(inet_domains); d++)
		for (size_t t = 0; t < ARRAY_SIZE(inet_types); t++)
			for (size_t p = 0; p < ARRAY_SIZE(inet_protocols); p++)
				*next++ = (struct socket_case){
					.domain = inet_domains[d],
					.type = inet_types[t],
					.protocol = inet_protocols[p],
				};
}

static int create(const struct socket_case *const wanted)
{
	const int fd = socket(wanted->domain, wanted->type, wanted->protocol);

	if (fd < 0)
		return errno;
	close(fd);
	return 0;
}

static enum answer create_all_dropped(void)
{
	drop_capabilities();
	for (size_t i = 0; i < CASES; i++)
		cases[i].dropped = create(&cases[i]);
	return YES;
}

static void report_sockets(void)
{
	cases = mmap(NULL, CASES * sizeof(*cases), PROT_READ | PROT_WRITE,
		     MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (cases == MAP_FAILED)
		die("mmap");

	list_cases();
	for (size_t i = 0; i < CASES; i++)
		cases[i].root = create(&cases[i]);
	if (ask_in_child(create_all_dropped) != YES)
		die("sockets without capabilities");

	for (size_t i = 0; i < CASES; i++) {
		printf("# target socket %d:%d:%d", cases[i].domain, cases[i].type,
		       cases[i].protocol);
		print_outcome(cases[i].root);
		print_outcome(cases[i].dropped);
		printf("\n");
	}
}

int main(void)
{
	struct utsname name;

	if (uname(&name))
		die("uname");
	printf("# target release %s\n", name.release);
	report_abi();
	report_errata();
	fflush(stdout);

	enter_namespaces();
	report_behaviours();
	report_features();
	report_sockets();
	printf("# target end\n");
	return EXIT_SUCCESS;
}
