// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * An IPv6 UDP socket sends to an AF_INET address, before and after a domain is
 * enforced that allows exactly this port. Prints two errno values, which should be
 * the same; Linux 7.3 gives 0 and 22 (EINVAL).
 *
 * cc -static -o reproducer inet6-udp-refuses-inet.c; needs Landlock ABI 10.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#define CONNECT_SEND_UDP (1ULL << 3)
#define RULE_NET_PORT 2
#define PORT 5000

static int send_byte(const int sock)
{
	const struct sockaddr_in to = {
		.sin_family = AF_INET,
		.sin_port = htons(PORT),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};

	return sendto(sock, "x", 1, 0, (const struct sockaddr *)&to, sizeof(to)) < 0 ? errno : 0;
}

int main(void)
{
	const uint64_t attr[] = { 0, CONNECT_SEND_UDP };
	const uint64_t rule[] = { CONNECT_SEND_UDP, PORT };
	const int sock = socket(AF_INET6, SOCK_DGRAM, 0);
	const int before = send_byte(sock);
	const int ruleset = syscall(444, attr, sizeof(attr), 0);

	if (ruleset < 0) {
		perror("landlock_create_ruleset, before ABI 10");
		return 4;
	}
	if (syscall(445, ruleset, RULE_NET_PORT, rule, 0) || prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) ||
	    syscall(446, ruleset, 0)) {
		perror("landlock");
		return 4;
	}
	printf("# %d %d\n", before, send_byte(sock));
	return 0;
}
