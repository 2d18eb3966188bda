// SPDX-License-Identifier: GPL-2.0 OR MIT

#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include "ask.h"
#include "creations.h"

struct socket_case {
	int domain;
	int type;
	int protocol;
	/* What socket(2) answered: 0 or an errno. */
	int root;
	int dropped;
};

static const int types[] = {
	SOCK_STREAM, SOCK_DGRAM, SOCK_RAW, SOCK_RDM, SOCK_SEQPACKET, SOCK_DCCP, SOCK_PACKET,
};

static const int inet_domains[] = { AF_INET, AF_INET6 };

static const int inet_types[] = { SOCK_STREAM, SOCK_DGRAM, SOCK_RAW, SOCK_SEQPACKET };

/* ICMP, TCP, UDP, ICMPv6, SCTP, UDP-Lite, RAW, SMC and MPTCP. */
static const int inet_protocols[] = { 1, 6, 17, 58, 132, 136, 255, 256, 262 };

/* Protocols of other families: their own number, ETH_P_ALL in network byte order, and that in its lower 16 bits alone. */
static const struct {
	int domain;
	int type;
	int protocol;
} further[] = {
	{ AF_UNIX, SOCK_STREAM, 1 },	    { AF_UNIX, SOCK_DGRAM, 1 },
	{ AF_UNIX, SOCK_RAW, 1 },	    { AF_UNIX, SOCK_SEQPACKET, 1 },
	{ AF_PACKET, SOCK_RAW, 0x300 },	    { AF_PACKET, SOCK_DGRAM, 0x300 },
	{ AF_PACKET, SOCK_PACKET, 0x300 },  { AF_PACKET, SOCK_RAW, 0x10300 },
	{ AF_PACKET, SOCK_DGRAM, 0x10300 }, { AF_VSOCK, SOCK_STREAM, AF_VSOCK },
};

#define FAMILIES 46
#define CASES                                                                                     \
	(FAMILIES * ARRAY_SIZE(types) +                                                           \
	 ARRAY_SIZE(inet_domains) * ARRAY_SIZE(inet_types) * ARRAY_SIZE(inet_protocols) +         \
	 ARRAY_SIZE(further))

/* An errno that leaked from inside the kernel (such as 524) has no name. */
static void print_outcome(const int err)
{
	const char *const name = err ? strerrorname_np(err) : "OK";

	if (name)
		printf(" %s", name);
	else
		printf(" E%d", err);
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

	for (size_t i = 0; i < ARRAY_SIZE(further); i++)
		*next++ = (struct socket_case){
			.domain = further[i].domain,
			.type = further[i].type,
			.protocol = further[i].protocol,
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

void report_sockets(void)
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
