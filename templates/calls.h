/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* One function per kind of call; each returns a value from 0 on, or -errno. */
#ifndef CALLS_H
#define CALLS_H

#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <netinet/tcp.h>
#include <stddef.h>
#include <stdint.h>

#include "address.h"
#include "directory.h"
#include "landlock_designs.h"
#include "landlock_uapi.h"
#include "socket_names.h"

/* Sockets. */
int open_socket(int domain, int type, int protocol);
int open_socketpair(int domain, int type, int protocol);
int bind_address(int fd, const struct address *address);
int connect_address(int fd, const struct address *address);
/* The same by options of an SCTP socket. */
int bindx_address(int fd, const struct address *address);
int connectx_address(int fd, const struct address *address);
int listen_socket(int fd);
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
/* One byte, or the end of a stream; does not wait. */
int recv_byte(int fd);
int shut_down(int fd, int how);
int duplicate(int fd);
int set_option(int fd, int level, int option, int value);
/* The port that a socket is bound to, 0 if to none. */
int local_port(int fd);
/* The same to name it in an address or a rule: 0 also if there is no socket. */
int port_of(int fd);
/* The type that getsockopt(2) tells. */
int socket_type(int fd);
/* 0 where there is a peer. */
int peer_of(int fd);
/* Closes a descriptor and forgets its number, which may come back for another one. */
int close_socket(int *fd);
/* Puts a descriptor in place of an old one, which stays open; an error changes nothing. */
void replace(int *fd, int new_fd);

/* Where no memory is. */
#define NOWHERE ((const void *)1)

/* Landlock. */
int create_ruleset(const void *attr, size_t size, uint32_t flags);
/* The same for an attribute that is longer than the struct, or has a last byte of its own. */
#define create_ruleset_sized(attr, size, last_byte, flags) \
	create_ruleset_from(attr, sizeof(*(attr)), size, last_byte, flags)
int create_ruleset_from(const void *attr, size_t known, size_t size, uint8_t last_byte,
			uint32_t flags);
int query_abi(void);
int query_errata(void);
int add_rule(int ruleset, int type, const void *attr, uint32_t flags);
int add_net_port(int ruleset, uint64_t allowed_access, uint64_t port, uint32_t flags);
int add_path_beneath(int ruleset, uint64_t allowed_access, int parent, uint32_t flags);
#define net_port_attr(access, number)            \
	(&(const struct landlock_net_port_attr){ \
		.allowed_access = (access),      \
		.port = (number),                \
	})
/* Followed by zeros, for a kernel that is told that it is a longer one. */
#define path_beneath_attr(access, parent)                         \
	(&(const struct {                                         \
		struct landlock_path_beneath_attr path_beneath;   \
		uint32_t zeros;                                   \
	}){                                                       \
		.path_beneath.allowed_access = (access),          \
		.path_beneath.parent_fd = (parent),               \
	})
int restrict_self(int ruleset, uint32_t flags);
/* A descriptor of something that is no ruleset; the first call opens it. */
int foreign_fd(void);

/* Privilege. */
int set_no_new_privs(void);
/* Gives up every capability, or every one that is not in the mask. */
int drop_caps(void);
int keep_caps(uint64_t caps);

/* Opens a file and closes it again. */
int open_file(const char *path, int flags);

#endif
