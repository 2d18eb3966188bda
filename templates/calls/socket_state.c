// SPDX-License-Identifier: GPL-2.0 OR MIT
/* What a socket is told, and tells, of itself: options and names. */

#define _GNU_SOURCE
#include <arpa/inet.h>

#include "calls.h"
#include "result.h"
#include "routes.h"

#if NEED(OP_SETSOCKOPT) || NEED(race_addrform_send) || NEED(race_reuseport_autobind)
int set_option(const int fd, const int level, const int option, const int value)
{
	return do_call(&(struct socket_call){
		.kind = CALL_SETSOCKOPT,
		.fd = fd,
		.level = level,
		.option = option,
		.value = value,
	});
}
#endif

#if NEED(OP_JOIN_GROUP)
int join_group(const int fd, const char *const group)
{
	struct ip_mreqn inet = {
		.imr_ifindex = LOOPBACK_DEVICE,
	};
	struct ipv6_mreq inet6 = {
		.ipv6mr_interface = LOOPBACK_DEVICE,
	};

	if (inet_pton(AF_INET, group, &inet.imr_multiaddr) == 1)
		return result(setsockopt(fd, IPPROTO_IP, IP_ADD_MEMBERSHIP, &inet, sizeof(inet)));
	inet_pton(AF_INET6, group, &inet6.ipv6mr_multiaddr);
	return result(setsockopt(fd, IPPROTO_IPV6, IPV6_JOIN_GROUP, &inet6, sizeof(inet6)));
}
#endif

#if NEED(local_port) || NEED(port_of) || NEED(race_reuseport_autobind)
int local_port(const int fd)
{
	struct address address = {
		.length = sizeof(address.storage),
	};

	if (getsockname(fd, &address.any, &address.length))
		return -errno;

	switch (address.any.sa_family) {
	case AF_INET:
		return ntohs(address.in.sin_port);
	case AF_INET6:
		return ntohs(address.in6.sin6_port);
	default:
		return 0;
	}
}
#endif

#if NEED(port_of)
int port_of(const int fd)
{
	const int port = local_port(fd);

	return port < 0 ? 0 : port;
}
#endif

#if NEED(OP_GETSOCKOPT)
int socket_type(const int fd)
{
	return do_call(&(struct socket_call){
		.kind = CALL_GETSOCKOPT,
		.fd = fd,
		.level = SOL_SOCKET,
		.option = SO_TYPE,
	});
}
#endif

#if NEED(OP_GETPEERNAME)
int peer_of(const int fd)
{
	struct address address = {
		.length = sizeof(address.storage),
	};

	return result(getpeername(fd, &address.any, &address.length));
}
#endif
