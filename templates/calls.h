/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* One function per kind of call; each returns a value from 0 on, or -errno. */
#ifndef CALLS_H
#define CALLS_H

#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <stdint.h>

#include "address.h"
#include "landlock_uapi.h"
#include "socket_names.h"

/* Sockets. */
int open_socket(int domain, int type, int protocol);
int open_socketpair(int domain, int type, int protocol);
int bind_address(int fd, const struct address *address);
int connect_address(int fd, const struct address *address);
int listen_socket(int fd);
/* Does not wait: a listener without a connection gives -EAGAIN. */
int accept_connection(int fd);
/* One byte to the peer or to an address; waits only where MSG_FASTOPEN has to connect first. */
int send_byte(int fd, int flags);
int send_byte_to(int fd, const struct address *address, int flags);
/* The port that a socket is bound to, 0 if to none. */
int local_port(int fd);
/* The same to name it in an address or a rule: 0 also if there is no socket. */
int port_of(int fd);
/* Closes a descriptor and forgets its number, which may come back for another one. */
int close_socket(int *fd);
/* Puts a descriptor in place of an old one, which stays open; an error changes nothing. */
void replace(int *fd, int new_fd);

/* Landlock. */
int create_ruleset(const struct landlock_ruleset_attr *attr, size_t size, uint32_t flags);
/* The same for an attribute that is longer than the struct, or has a last byte of its own. */
int create_ruleset_sized(const struct landlock_ruleset_attr *attr, size_t size, uint8_t last_byte,
			 uint32_t flags);
int query_abi(void);
int query_errata(void);
int add_rule(int ruleset, int type, const struct landlock_net_port_attr *attr, uint32_t flags);
int add_net_port(int ruleset, uint64_t allowed_access, uint64_t port, uint32_t flags);
#define net_port_attr(access, number)            \
	(&(const struct landlock_net_port_attr){ \
		.allowed_access = (access),      \
		.port = (number),                \
	})
int restrict_self(int ruleset, uint32_t flags);
/* A descriptor of something that is no ruleset; the first call opens it. */
int foreign_fd(void);

/* Privilege. */
int set_no_new_privs(void);
int drop_caps(void);

/* Opens a file and closes it again. */
int open_file(const char *path, int flags);

#endif
