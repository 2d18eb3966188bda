// SPDX-License-Identifier: GPL-2.0 OR MIT

#define _GNU_SOURCE
#include <arpa/inet.h>
#include <stddef.h>
#include <stdio.h>

#include "address.h"

static int test_number;

void use_ports_of(const int number)
{
	test_number = number;
}

int port(const char letter)
{
	const int offset = first_port - LOWEST_PORT + PORTS_PER_TEST * test_number + letter - 'a';

	return LOWEST_PORT + offset % PORTS;
}

char letter_of(const int number)
{
	for (char letter = 'a'; letter < 'a' + PORTS_PER_TEST; letter++)
		if (port(letter) == number)
			return letter;
	return 0;
}

struct address ipv4(const int family, const char *const host, const int port)
{
	struct address address = {
		.in = {
			.sin_family = family,
			.sin_port = htons(port),
		},
		.length = sizeof(address.in),
	};

	inet_pton(AF_INET, host, &address.in.sin_addr);
	return address;
}

struct address ipv6(const int family, const char *const host, const int port)
{
	struct address address = {
		.in6 = {
			.sin6_family = family,
			.sin6_port = htons(port),
		},
		.length = sizeof(address.in6),
	};

	inet_pton(AF_INET6, host, &address.in6.sin6_addr);
	return address;
}

struct address unix_name(const char *const name)
{
	struct address address = {
		.un.sun_family = AF_UNIX,
	};
	char *const path = address.un.sun_path;
	const int length = snprintf(path + 1, sizeof(address.un.sun_path) - 1, "landlockstep-%d-%s",
				    test_number, name);

	address.length = offsetof(struct sockaddr_un, sun_path) + 1 + length;
	return address;
}

struct address with_length(struct address address, const socklen_t length)
{
	address.length = length;
	return address;
}
