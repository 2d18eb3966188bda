// SPDX-License-Identifier: GPL-2.0 OR MIT
/* What kernels do differently without saying so by ABI or errata. */

#define _GNU_SOURCE
#include <errno.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "ask.h"
#include "audit.h"
#include "behaviours.h"
#include "landlock_uapi.h"

/* A flag of landlock_restrict_self(2) that no kernel knows. */
#define UNKNOWN_FLAG (1U << 31)

/* struct landlock_ruleset_attr up to what ABI 4 brought. */
struct ruleset_attr {
	uint64_t handled_access_fs;
	uint64_t handled_access_net;
};

/* Port 9 of the loopback device. */
static const struct sockaddr *discard(void)
{
	static struct sockaddr_in address;

	address = (struct sockaddr_in){
		.sin_family = AF_INET,
		.sin_port = htons(9),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
	return (const struct sockaddr *)&address;
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
	return by_errno(syscall(__NR_landlock_restrict_self, -1, UNKNOWN_FLAG), EINVAL, EPERM);
}

/* Denies one right of TCP for any port, and has no say in anything else. */
static bool deny(const uint64_t access)
{
	const struct ruleset_attr attr = {
		.handled_access_net = access,
	};
	const int ruleset = syscall(__NR_landlock_create_ruleset, &attr, sizeof(attr), 0);

	return ruleset >= 0 && !prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) &&
	       !syscall(__NR_landlock_restrict_self, ruleset, 0);
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
	    errno != EAFNOSUPPORT || !deny(LANDLOCK_ACCESS_NET_CONNECT_TCP))
		return CANNOT_TELL;

	return by_errno(bind(fd, (const struct sockaddr *)&address, sizeof(address)), EAFNOSUPPORT,
			EINVAL);
}

static enum answer fastopen_checked(void)
{
	const int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);

	if (fd < 0 || !deny(LANDLOCK_ACCESS_NET_CONNECT_TCP))
		return CANNOT_TELL;

	if (sendto(fd, "", 1, MSG_FASTOPEN | MSG_NOSIGNAL, discard(), sizeof(struct sockaddr_in)) < 0 &&
	    errno == EACCES)
		return YES;

	return NO;
}

/* What was logged by the records of what is done, if there are any. */
static bool hear_records(bool (*const act)(void), void (*const each)(int type, const char *record))
{
	const bool were_heard = !open_audit() && !enable_audit(true) && !begin_records() && act() &&
				!receive_records(each);

	close_audit();
	return were_heard;
}

static bool is_connect_denied(const int fd)
{
	return deny(LANDLOCK_ACCESS_NET_CONNECT_TCP) &&
	       connect(fd, discard(), sizeof(struct sockaddr_in)) && errno == EACCES;
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
	const int fd = socket(AF_INET, SOCK_STREAM, 0);

	return fd >= 0 && !syscall(__NR_landlock_restrict_self, -1, LANDLOCK_RESTRICT_SELF_LOG_SUBDOMAINS_OFF) &&
	       is_connect_denied(fd);
}

/* Is nothing logged then? Without audit records nobody can see it. */
static enum answer early_mute(void)
{
	if (!hear_records(connect_muted, count_denial))
		return CANNOT_TELL;

	return denials == 0 ? YES : NO;
}

static bool tells_port;

static void look_for_port(const int type, const char *const record)
{
	tells_port |= type == RECORD_LANDLOCK_ACCESS && strstr(record, " lport=");
}

/* Has a connection denied of a socket that has a port. */
static bool connect_bound(void)
{
	const int fd = socket(AF_INET, SOCK_STREAM, 0);

	return fd >= 0 && !bind(fd, discard(), sizeof(struct sockaddr_in)) &&
	       is_connect_denied(fd);
}

/* Does the record tell that port, too? */
static enum answer socket_in_records(void)
{
	if (!hear_records(connect_bound, look_for_port))
		return CANNOT_TELL;

	return tells_port ? YES : NO;
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

	if (fd < 0 || !deny(LANDLOCK_ACCESS_NET_BIND_TCP))
		return CANNOT_TELL;

	return by_errno(bind(fd, (const struct sockaddr *)&address, sizeof(address)), EAFNOSUPPORT,
			EINVAL);
}

/* Without a ruleset, EBADF says that the two flags do not go together. */
static enum answer mute_with_tsync(void)
{
	if (!syscall(__NR_landlock_restrict_self, -1,
		     LANDLOCK_RESTRICT_SELF_LOG_SUBDOMAINS_OFF | LANDLOCK_RESTRICT_SELF_TSYNC))
		return YES;

	return errno == EBADF || errno == EINVAL ? NO : CANNOT_TELL;
}

void report_behaviours(void)
{
	static const struct {
		const char *name;
		enum answer (*question)(void);
	} behaviours[] = {
		{ "flags_before_privilege", flags_before_privilege },
		{ "hook_by_right", hook_by_right },
		{ "fastopen_checked", fastopen_checked },
		{ "early_mute", early_mute },
		{ "socket_in_records", socket_in_records },
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
