// SPDX-License-Identifier: GPL-2.0 OR MIT

#define _GNU_SOURCE
#include <stdalign.h>
#include <string.h>
#include <sys/time.h>
#include <unistd.h>

#include "calls.h"
#include "result.h"
#include "routes.h"

/* TCP is answered while it asks, SCTP after some computing; of SCTP few wait in vain. */
#define TCP_MICROSECONDS 100000
#define SCTP_MICROSECONDS 500000

/* From linux/sctp.h, which does not go with the headers of the C library. */
#define SCTP_SOCKOPT_BINDX_ADD 100
#define SCTP_SOCKOPT_CONNECTX 110

#if NEED(open_socket) || NEED(race_on_ports)
int open_socket(const int domain, const int type, const int protocol)
{
	return do_call(&(struct socket_call){
		.kind = CALL_SOCKET,
		.domain = domain,
		.type = type,
		.protocol = protocol,
	});
}
#endif

#if NEED(OP_SOCKETPAIR)
int open_socketpair(const int domain, const int type, const int protocol)
{
	int pair[2];

	if (socketpair(domain, type, protocol, pair))
		return -errno;
	close(pair[0]);
	close(pair[1]);
	return 0;
}
#endif

#if NEED(OP_PAIR)
int open_pair(const int type, int *const other)
{
	int pair[2];

	if (socketpair(AF_UNIX, type, 0, pair))
		return -errno;
	*other = pair[1];
	return pair[0];
}
#endif

#if NEED(addressed)
static int call_with_address(const enum call_kind kind, const int fd,
			     const struct address *const address, const int flags)
{
	struct socket_call call = {
		.kind = kind,
		.fd = fd,
		.flags = flags,
		.has_address = address,
	};

	if (address)
		call.address = *address;
	return do_call(&call);
}
#endif

#if NEED(OP_BIND) || NEED(race_addrform_send) || NEED(race_reuseport_autobind)
int bind_address(const int fd, const struct address *const address)
{
	return call_with_address(CALL_BIND, fd, address, 0);
}
#endif

#if NEED(OP_CONNECT) || NEED(OP_CONNECTX) || NEED(flagged) || NEED(race_addrform_send)
/* A full backlog would let a connection wait for minutes, and ask again after one second. */
static void limit_patience(const int fd)
{
	struct timeval patience = {};
	int protocol = 0;
	socklen_t length = sizeof(protocol);

	getsockopt(fd, SOL_SOCKET, SO_PROTOCOL, &protocol, &length);
	patience.tv_usec = protocol == IPPROTO_SCTP ? SCTP_MICROSECONDS : TCP_MICROSECONDS;
	setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof(patience));
}
#endif

#if NEED(OP_CONNECT) || NEED(race_addrform_send)
int connect_address(const int fd, const struct address *const address)
{
	limit_patience(fd);
	return call_with_address(CALL_CONNECT, fd, address, 0);
}
#endif

#if NEED(OP_LISTEN)
int listen_with_backlog(const int fd, const int backlog)
{
	return do_call(&(struct socket_call){
		.kind = CALL_LISTEN,
		.fd = fd,
		.backlog = backlog,
	});
}
#endif

#if NEED(listen_socket)
int listen_socket(const int fd)
{
	return listen_with_backlog(fd, BACKLOG);
}
#endif

#if NEED(flagged)
/* Fast Open connects first, as connect_address() does. */
static int send_flags(const int fd, const int flags)
{
	if (!(flags & MSG_FASTOPEN))
		return flags | MSG_NOSIGNAL | MSG_DONTWAIT;
	limit_patience(fd);
	return flags | MSG_NOSIGNAL;
}
#endif

#if NEED(send_byte)
int send_byte(const int fd, const int flags)
{
	return call_with_address(CALL_SEND, fd, NULL, send_flags(fd, flags));
}
#endif

#if NEED(sendto_byte)
int sendto_byte(const int fd, const struct address *const address, const int flags)
{
	return call_with_address(CALL_SENDTO, fd, address, send_flags(fd, flags));
}
#endif

#if NEED(sendmsg_byte)
int sendmsg_byte(const int fd, const struct address *const address, const int flags)
{
	return call_with_address(CALL_SENDMSG, fd, address, send_flags(fd, flags));
}
#endif

#if NEED(sendmmsg_byte)
int sendmmsg_byte(const int fd, const struct address *const address, const int flags)
{
	return call_with_address(CALL_SENDMMSG, fd, address, send_flags(fd, flags));
}
#endif

#if NEED(splice_byte)
int splice_byte(const int fd)
{
	return do_call(&(struct socket_call){
		.kind = CALL_SPLICE,
		.fd = fd,
	});
}
#endif

#if NEED(sendfile_byte)
int sendfile_byte(const int fd)
{
	return do_call(&(struct socket_call){
		.kind = CALL_SENDFILE,
		.fd = fd,
	});
}
#endif

#if NEED(OP_SENDMSG)
static void put_control(struct msghdr *const message, const int type)
{
	const int value = 64;
	struct cmsghdr *const header = CMSG_FIRSTHDR(message);

	header->cmsg_level = IPPROTO_IP;
	header->cmsg_type = type;
	header->cmsg_len = CMSG_LEN(sizeof(value));
	memcpy(CMSG_DATA(header), &value, sizeof(value));
}

int send_buffers(const int fd, const struct address *const address, const int count,
		 const int control)
{
	alignas(struct cmsghdr) char data[CMSG_SPACE(sizeof(int))] = {};
	struct iovec buffers[MAX_BUFFERS];
	struct msghdr message = {
		.msg_name = address ? (void *)&address->any : NULL,
		.msg_namelen = address ? address->length : 0,
		.msg_iov = buffers,
		.msg_iovlen = count,
		.msg_control = data,
		.msg_controllen = control ? sizeof(data) : 0,
	};

	for (int i = 0; i < count; i++)
		buffers[i] = (struct iovec){
			.iov_base = "",
			.iov_len = 1,
		};
	if (control)
		put_control(&message, control);
	return result(sendmsg(fd, &message, MSG_NOSIGNAL | MSG_DONTWAIT));
}
#endif

#if NEED(OP_ECHO)
int send_echo(const int fd, const struct address *const address)
{
	/* Type, code and checksum: only a raw socket of IPv4 has to have that. */
	static const unsigned char inet[8] = { 8, 0, 0xf7, 0xff };
	static const unsigned char inet6[8] = { 128 };
	int domain = AF_UNSPEC;
	socklen_t length = sizeof(domain);

	getsockopt(fd, SOL_SOCKET, SO_DOMAIN, &domain, &length);
	return result(sendto(fd, domain == AF_INET6 ? inet6 : inet, sizeof(inet),
			     MSG_NOSIGNAL | MSG_DONTWAIT, address ? &address->any : NULL,
			     address ? address->length : 0));
}
#endif

#if NEED(OP_SHUTDOWN)
int shut_down(const int fd, const int how)
{
	return result(shutdown(fd, how));
}
#endif

#if NEED(duplicate)
int duplicate(const int fd)
{
	return result(dup(fd));
}
#endif

#if NEED(OP_BINDX) || NEED(OP_CONNECTX)
static int set_address(const int fd, const int option, const struct address *const address)
{
	return result(setsockopt(fd, IPPROTO_SCTP, option, &address->any, address->length));
}
#endif

#if NEED(OP_BINDX)
int bindx_address(const int fd, const struct address *const address)
{
	return set_address(fd, SCTP_SOCKOPT_BINDX_ADD, address);
}
#endif

#if NEED(OP_CONNECTX)
int connectx_address(const int fd, const struct address *const address)
{
	limit_patience(fd);
	return set_address(fd, SCTP_SOCKOPT_CONNECTX, address);
}
#endif

#if NEED(close_descriptor)
int close_descriptor(int *const fd)
{
	const int closed = result(close(*fd));

	*fd = -1;
	return closed;
}
#endif

#if NEED(replace)
void replace(int *const fd, const int new_fd)
{
	if (new_fd >= 0)
		*fd = new_fd;
}
#endif
