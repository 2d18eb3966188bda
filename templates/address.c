// SPDX-License-Identifier: GPL-2.0 OR MIT

#define _GNU_SOURCE
#include <arpa/inet.h>
#include <stddef.h>
#include <stdio.h>

#include "address.h"

static int test_number;
static struct address current;

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

const struct address *ipv4(const int family, const char *const host, const int port)
{
	current = (struct address){
		.in = {
			.sin_family = family,
			.sin_port = htons(port),
		},
		.length = sizeof(current.in),
	};
	inet_pton(AF_INET, host, &current.in.sin_addr);
	return &current;
}

const struct address *ipv6(const int family, const char *const host, const int port)
{
	current = (struct address){
		.in6 = {
			.sin6_family = family,
			.sin6_port = htons(port),
		},
		.length = sizeof(current.in6),
	};
	inet_pton(AF_INET6, host, &current.in6.sin6_addr);
	return &current;
}

const struct address *unix_name(const char *const name)
{
	int length;

	current = (struct address){
		.un.sun_family = AF_UNIX,
	};
	length = snprintf(current.un.sun_path + 1, sizeof(current.un.sun_path) - 1,
			  "landlockstep-%d-%s", test_number, name);
	current.length = offsetof(struct sockaddr_un, sun_path) + 1 + length;
	return &current;
}

const struct address *with_length(const struct address *const address, const socklen_t length)
{
	current = *address;
	current.length = length;
	return &current;
}
