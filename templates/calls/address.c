// SPDX-License-Identifier: GPL-2.0 OR MIT

#define _GNU_SOURCE
#include <arpa/inet.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "address.h"
#include "directory.h"

#if NEED(unix_abstract) || NEED(race_on_ports)
static int test_number;
#endif
#if NEED(address)
static struct address current;
#endif

#if !ALONE
void use_ports_of(const int number)
{
	test_number = number;
}
#endif

#if NEED(race_on_ports)
int port(const char letter)
{
	int number = LOWEST_PORT + PORTS_PER_TEST * test_number + letter - 'a';

#if !ALONE
	for (int i = 0; reserved_ports[i] && reserved_ports[i] <= number; i++)
		number++;
#endif
	return number;
}
#endif

#if !ALONE
char letter_of(const int number)
{
	for (char letter = 'a'; letter < 'a' + PORTS_PER_TEST; letter++)
		if (port(letter) == number)
			return letter;
	return 0;
}
#endif

#if NEED(ipv4) || NEED(race_on_ports)
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
#endif

#if NEED(ipv6) || NEED(race_addrform_send)
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
#endif

#if NEED(unix)
static const struct address *unix_path(const char *const path, const size_t length)
{
	current = (struct address){
		.un.sun_family = AF_UNIX,
		.length = offsetof(struct sockaddr_un, sun_path) + length,
	};
	memcpy(current.un.sun_path, path, length);
	return &current;
}
#endif

#if NEED(unix_abstract)
/* Of one width, so that a socket of IPv6 finds it long enough whatever the number is. */
const struct address *unix_abstract(const char *const name)
{
	char path[sizeof(current.un.sun_path)] = "";
	const int length = snprintf(path + 1, sizeof(path) - 1, "landlockstep-%06d-%s", test_number,
				    name);

	return unix_path(path, 1 + length);
}
#endif

#if NEED(unix_file)
const struct address *unix_file(const char *const name)
{
	char path[sizeof(current.un.sun_path)];
	const int length = snprintf(path, sizeof(path), "%s/%s", directory_path(), name);

	return unix_path(path, length + 1);
}
#endif

#if NEED(unix_nameless)
const struct address *unix_nameless(void)
{
	return unix_path("", 0);
}
#endif

#if NEED(vsock)
const struct address *vsock(const unsigned int cid, const unsigned int port)
{
	current = (struct address){
		.vm = {
			.svm_family = AF_VSOCK,
			.svm_port = port,
			.svm_cid = cid,
		},
		.length = sizeof(current.vm),
	};
	return &current;
}
#endif

#if NEED(packets)
const struct address *packets(const int protocol, const int device)
{
	current = (struct address){
		.ll = {
			.sll_family = AF_PACKET,
			.sll_protocol = htons(protocol),
			.sll_ifindex = device,
		},
		.length = sizeof(current.ll),
	};
	return &current;
}
#endif

#if NEED(alg_hash)
const struct address *alg_hash(const char *const name)
{
	current = (struct address){
		.alg = {
			.salg_family = AF_ALG,
			.salg_type = "hash",
		},
		.length = sizeof(current.alg),
	};
	strcpy((char *)current.alg.salg_name, name);
	return &current;
}
#endif

#if NEED(with_length)
const struct address *with_length(const struct address *const address, const socklen_t length)
{
	current = *address;
	current.length = length;
	return &current;
}
#endif
