/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * What makes a sandbox, and what tells that it is one: the calls of Landlock,
 * privilege, and files. Each function returns a value from 0 on, or -errno.
 */
#ifndef SANDBOX_H
#define SANDBOX_H

#include <fcntl.h>
#include <linux/capability.h>
#include <stddef.h>
#include <stdint.h>

#include "landlock_designs.h"
#include "landlock_uapi.h"

/* Where no memory is. */
#define NOWHERE ((const void *)1)

#if !ALONE
int create_ruleset(const void *attr, size_t size, uint32_t flags);
#endif
/* The same for an attribute that is longer than the struct, or has a last byte of its own. */
#define create_ruleset_sized(attr, size, last_byte, flags) \
	create_ruleset_from(attr, sizeof(*(attr)), size, last_byte, flags)
#if !ALONE
int create_ruleset_from(const void *attr, size_t known, size_t size, uint8_t last_byte,
			uint32_t flags);
int query_abi(void);
int query_errata(void);
int add_rule(int ruleset, int type, const void *attr, uint32_t flags);
int add_net_port(int ruleset, uint64_t allowed_access, uint64_t port, uint32_t flags);
int add_path_beneath(int ruleset, uint64_t allowed_access, int parent, uint32_t flags);
#endif
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
#if !ALONE
int restrict_self(int ruleset, uint32_t flags);
/* A descriptor of something that is no ruleset; the first call opens it. */
int foreign_fd(void);

int set_no_new_privs(void);
/* Gives up every capability, or every one that is not in the mask. */
int drop_caps(void);
int keep_caps(uint64_t caps);
/* Makes every permitted one effective that is not in the mask. */
int lower_caps(uint64_t caps);

/* Opens a file and closes it again. */
int open_file(const char *path, int flags);
#endif

#endif
