/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* Addresses as they are passed to a call: right or wrong, whole or cut. */
#ifndef ADDRESS_H
#define ADDRESS_H

#include <netinet/in.h>
#include <stdbool.h>
#include <sys/socket.h>
#include <sys/un.h>
/* Older ones do not bring what they need. */
#include <linux/if_alg.h>
#include <linux/if_packet.h>
#include <linux/vm_sockets.h>

/* The ports of a test, a to d, are below the range that the kernel chooses from. */
#define PORTS_PER_TEST 4
#define LOWEST_PORT 2000
/* But for the one on which RDS listens in every network namespace. */
#define RDS_TCP_PORT 16385

/* In every network, the loopback device is the first. */
#define ALL_DEVICES 0
#define LOOPBACK_DEVICE 1

#if NEED(calls) || NEED(address) || NEED(on_sockets)
struct address {
	union {
		struct sockaddr any;
		struct sockaddr_in in;
		struct sockaddr_in6 in6;
		struct sockaddr_un un;
		struct sockaddr_vm vm;
		struct sockaddr_ll ll;
		struct sockaddr_alg alg;
		struct sockaddr_storage storage;
	};
	socklen_t length;
};
#endif

#if !ALONE
/* The ports that no letter stands for, lowest first, up to 0. */
extern const int reserved_ports[];

/* Gives ports and names of its own to the test of this number. */
void use_ports_of(int test_number);

/* The port of the running test that has this letter, in host order. */
int port(char letter);

/* The letter of a port, or 0 for a port that is none of the test's own. */
char letter_of(int port);

/*
 * Addresses to pass to a call at once: each stands where the one before stood.
 * The layout is that of sockaddr_in or sockaddr_in6, whatever the family says.
 */
const struct address *ipv4(int family, const char *host, int port);
const struct address *ipv6(int family, const char *host, int port);

/* UNIX addresses that no other test has: abstract, and in the test's own directory. */
const struct address *unix_abstract(const char *name);
const struct address *unix_file(const char *name);
/* Only the family. */
const struct address *unix_nameless(void);

/* All ones are any context, and any port. */
const struct address *vsock(unsigned int cid, unsigned int port);

/* A protocol of Ethernet, and the device. */
const struct address *packets(int protocol, int device);

/* A hash by its name. */
const struct address *alg_hash(const char *name);

/* The same address, passed with another length. */
const struct address *with_length(const struct address *address, socklen_t length);
#endif

#endif
