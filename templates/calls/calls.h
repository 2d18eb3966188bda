/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* One function per kind of call on a socket; each returns a value from 0 on, or -errno. */
#ifndef CALLS_H
#define CALLS_H

#include <errno.h>
#include <netinet/tcp.h>
#include <stddef.h>

#include "address.h"
#include "socket_names.h"

#define MAX_BUFFERS 8

#if !ALONE
int open_socket(int domain, int type, int protocol);
int open_socketpair(int domain, int type, int protocol);
/* Keeps both ends; gives the first one. */
int open_pair(int type, int *other);
int bind_address(int fd, const struct address *address);
int connect_address(int fd, const struct address *address);
/* The same by options of an SCTP socket. */
int bindx_address(int fd, const struct address *address);
int connectx_address(int fd, const struct address *address);
int listen_socket(int fd);
int listen_with_backlog(int fd, int backlog);
/* Does not wait: a listener without a connection gives -EAGAIN. */
int accept_connection(int fd);
/*
 * One byte to an address, or to the peer where the address is NULL, each by the
 * call of its name; they wait only where MSG_FASTOPEN has to connect first.
 */
int send_byte(int fd, int flags);
int sendto_byte(int fd, const struct address *address, int flags);
int sendmsg_byte(int fd, const struct address *address, int flags);
int sendmmsg_byte(int fd, const struct address *address, int flags);
/* A byte out of a pipe, or out of a file, to the peer. */
int splice_byte(int fd);
int sendfile_byte(int fd);
/*
 * So many buffers of one byte each in one message, up to MAX_BUFFERS, and beside
 * them control data of IP of this type, or none where that is 0; does not wait.
 */
int send_buffers(int fd, const struct address *address, int count, int control);
/* An echo request without data, of ICMPv6 on a socket of IPv6; does not wait. */
int send_echo(int fd, const struct address *address);
/* One byte, or the end of a stream; does not wait. */
int recv_byte(int fd);
/* The same into so many buffers of one byte each. */
int recv_buffers(int fd, int count);
/* The same for one byte, and who sent it: a port, the name of a UNIX socket, or NO_SENDER. */
int sender_of(int fd);
/* The error queue, which tells late of what was sent without a copy. */
int recv_error(int fd);
int shut_down(int fd, int how);
int duplicate(int fd);
int set_option(int fd, int level, int option, int value);
/* On the loopback device, of IPv4 or IPv6 as the group is written. */
int join_group(int fd, const char *group);
/* The port that a socket is bound to, 0 if to none. */
int local_port(int fd);
/* The same to name it in an address or a rule: 0 also if there is no socket. */
int port_of(int fd);
/* The type that getsockopt(2) tells. */
int socket_type(int fd);
/* 0 where there is a peer. */
int peer_of(int fd);
/* Closes a descriptor and forgets its number, which may come back for another one. */
int close_descriptor(int *fd);
/* Puts a descriptor in place of an old one, which stays open; an error changes nothing. */
void replace(int *fd, int new_fd);
#endif

#endif
