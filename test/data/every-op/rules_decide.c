// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * rules-decide
 *
 * A rule allows its port, and no other one.
 *
 * From specs/laws/rules-decide.ts:9.
 */

#include "harness.h"

LAW("rules-decide");

/* Program 000000000120. */
TEST(rules_decide_0)
{
	int sock[1] = { -1 };
	int ruleset[1] = { -1 };

	/* 0: Asks for the ABI. */
	EXPECT_VALUE_ONE_OF(0, query_abi(), 4, 5, 6, 7, 8, 9, 10, 11, 12);

	/* 1: Sets no_new_privs. */
	EXPECT_STEP(1, OK, set_no_new_privs());

	/* 2: Creates ruleset 0 from 16 bytes: handles bind_tcp and connect_tcp. */
	const struct landlock_ruleset_attr attr_2 = {
		.handled_access_net = LANDLOCK_ACCESS_NET_BIND_TCP |
				      LANDLOCK_ACCESS_NET_CONNECT_TCP,
	};

	ruleset[0] = EXPECT_STEP(2, OK, create_ruleset(&attr_2, 16, 0));

	/* 3: Adds a rule to ruleset 0: bind_tcp and connect_tcp on port a. */
	EXPECT_STEP(3, OK,
		    add_net_port(ruleset[0],
				 LANDLOCK_ACCESS_NET_BIND_TCP | LANDLOCK_ACCESS_NET_CONNECT_TCP,
				 port('a'), 0));

	/* 4: Adds a rule to ruleset 0: bit_63 on port 0. */
	EXPECT_STEP(4, -EINVAL, add_net_port(ruleset[0], 1ULL << 63, 0, 0));

	/* 5: Adds a rule to ruleset 0: nothing on port 4294967376. */
	EXPECT_STEP(5, -ENOMSG, add_net_port(ruleset[0], 0, 4294967376ULL, 0));

	/* 6: Adds a rule to ruleset 0: NULL. */
	EXPECT_STEP(6, -EFAULT, add_rule(ruleset[0], LANDLOCK_RULE_NET_PORT, NULL, 0));

	/* 7: Adds a rule of type 77 to ruleset 0: bind_tcp on port 80. */
	EXPECT_STEP(7, -EINVAL,
		    add_rule(ruleset[0], 77, net_port_attr(LANDLOCK_ACCESS_NET_BIND_TCP, 80), 0));

	/* 8: Adds a rule to descriptor -1: NULL, with flags 0x80000000. */
	EXPECT_STEP(8, -EINVAL, add_rule(-1, LANDLOCK_RULE_NET_PORT, NULL, 0x80000000U));

	/* 9: Adds a rule to a descriptor of something else: bind_tcp on port 80. */
	EXPECT_STEP(9, -EBADFD, add_net_port(foreign_fd(), LANDLOCK_ACCESS_NET_BIND_TCP, 80, 0));

	/* 10: Enforces ruleset 0. */
	EXPECT_STEP(10, OK, restrict_self(ruleset[0], 0));

	/* 11: Enforces descriptor -1. */
	EXPECT_STEP(11, -EBADF, restrict_self(-1, 0));

	/* 12: Enforces a descriptor of something else. */
	EXPECT_STEP(12, -EBADFD, restrict_self(foreign_fd(), 0));

	/* 13: Opens socket 0: AF_INET, SOCK_STREAM. */
	sock[0] = EXPECT_STEP(13, OK, open_socket(AF_INET, SOCK_STREAM, IPPROTO_IP));

	/* 14: Binds socket 0 to 127.0.0.1, port b. */
	EXPECT_STEP(14, -EACCES, bind_address(sock[0], ipv4(AF_INET, "127.0.0.1", port('b'))));

	/* 15: Binds socket 0 to 127.0.0.1, port a. */
	EXPECT_STEP(15, OK, bind_address(sock[0], ipv4(AF_INET, "127.0.0.1", port('a'))));

	/* 16: Connects socket 0 to 127.0.0.1, port 2001. */
	EXPECT_STEP(16, -EACCES, connect_address(sock[0], ipv4(AF_INET, "127.0.0.1", 2001)));

	/* 17: Opens /dev/null for writing. */
	EXPECT_STEP(17, OK, open_file("/dev/null", O_WRONLY));
}

/* Program 000000000121. */
TEST(rules_decide_1)
{
	int ruleset[2] = { -1, -1 };

	/* 0: Creates ruleset 0 from 0 bytes: NULL, with flags 0x1. */
	EXPECT_STEP(0, OK, create_ruleset(NULL, 0, LANDLOCK_CREATE_RULESET_VERSION));

	/* 1: Creates ruleset 0 from 16 bytes: NULL. */
	EXPECT_STEP(1, -EFAULT, create_ruleset(NULL, 16, 0));

	/* 2: Creates ruleset 0 from 48 bytes: handles nothing. */
	const struct landlock_ruleset_attr attr_2 = {};

	EXPECT_STEP(2, -ENOMSG, create_ruleset(&attr_2, sizeof(attr_2), 0));

	/* 3: Creates ruleset 0 from 48 bytes: handles execute. */
	const struct landlock_ruleset_attr attr_3 = {
		.handled_access_fs = LANDLOCK_ACCESS_FS_EXECUTE,
	};

	EXPECT_STEP(3, OK, create_ruleset(&attr_3, sizeof(attr_3), 0));

	/* 4: Creates ruleset 1 from 64 bytes, the last one 1: handles bind_tcp, scopes signal. */
	const struct landlock_ruleset_attr attr_4 = {
		.handled_access_net = LANDLOCK_ACCESS_NET_BIND_TCP,
		.scoped = LANDLOCK_SCOPE_SIGNAL,
	};

	ruleset[1] = EXPECT_STEP(4, -E2BIG, create_ruleset_sized(&attr_4, 64, 1, 0));

	/* 5: Creates ruleset 1 from 4096 bytes: handles bind_tcp. */
	const struct landlock_ruleset_attr attr_5 = {
		.handled_access_net = LANDLOCK_ACCESS_NET_BIND_TCP,
	};

	replace(&ruleset[1], EXPECT_STEP(5, OK, create_ruleset_sized(&attr_5, 4096, 0, 0)));

	/* 6: Creates ruleset 1 from 4097 bytes: handles bind_tcp. */
	const struct landlock_ruleset_attr attr_6 = {
		.handled_access_net = LANDLOCK_ACCESS_NET_BIND_TCP,
	};

	replace(&ruleset[1], EXPECT_STEP(6, -E2BIG, create_ruleset_sized(&attr_6, 4097, 0, 0)));

	/* 7: Drops all capabilities. */
	EXPECT_STEP(7, OK, drop_caps());

	/* 8: Enforces ruleset 1, with flags 0x105. */
	EXPECT_ONE_OF(8,
		      restrict_self(ruleset[1],
				    LANDLOCK_RESTRICT_SELF_LOG_SAME_EXEC_OFF |
				    LANDLOCK_RESTRICT_SELF_LOG_SUBDOMAINS_OFF | 0x100U),
		      -EINVAL, -EPERM);

	/* 9: Enforces ruleset 1. */
	EXPECT_STEP(9, -EPERM, restrict_self(ruleset[1], 0));

	/* 10: Opens /proc/self/status for reading. */
	EXPECT_STEP(10, OK, open_file("/proc/self/status", O_RDONLY));

	/* 11: Asks for the errata. */
	EXPECT_VALUE_ONE_OF(11, query_errata(), 0, 3, 7, 15, -EINVAL);
}

/* Program 000000000122. */
TEST_WITH_DIRECTORY(rules_decide_2)
{
	int sock[2] = { -1, -1 };
	int ruleset[1] = { -1 };

	/* 0: Creates ruleset 0 from 16 bytes: memory that is not there. */
	ruleset[0] = EXPECT_STEP(0, -EFAULT, create_ruleset(NOWHERE, 16, 0));

	/* 1: Creates ruleset 0 from 4096 bytes, the last one 1: memory that is not there. */
	replace(&ruleset[0], EXPECT_STEP(1, -EFAULT, create_ruleset(NOWHERE, 4096, 0)));

	/* 2: Creates ruleset 0 from 16 bytes: handles make_sock and read_dir. */
	const struct landlock_ruleset_attr attr_2 = {
		.handled_access_fs = LANDLOCK_ACCESS_FS_MAKE_SOCK | LANDLOCK_ACCESS_FS_READ_DIR,
	};

	replace(&ruleset[0], EXPECT_STEP(2, OK, create_ruleset(&attr_2, 16, 0)));

	/* 3: Adds a rule to ruleset 0: memory that is not there. */
	EXPECT_STEP(3, -EFAULT, add_rule(ruleset[0], LANDLOCK_RULE_NET_PORT, NOWHERE, 0));

	/* 4: Adds a rule for paths to ruleset 0: memory that is not there. */
	EXPECT_STEP(4, -EFAULT, add_rule(ruleset[0], LANDLOCK_RULE_PATH_BENEATH, NOWHERE, 0));

	/* 5: Adds a rule of type 99 to ruleset 0: memory that is not there. */
	EXPECT_STEP(5, -EINVAL, add_rule(ruleset[0], 99, NOWHERE, 0));

	/* 6: Adds a rule for paths to ruleset 0: make_sock beneath descriptor -1. */
	EXPECT_STEP(6, -EBADF, add_path_beneath(ruleset[0], LANDLOCK_ACCESS_FS_MAKE_SOCK, -1, 0));

	/*
	 * 7: Adds a rule for paths to ruleset 0: make_sock beneath the descriptor of the ruleset.
	 */
	EXPECT_STEP(7, -EBADFD,
		    add_path_beneath(ruleset[0], LANDLOCK_ACCESS_FS_MAKE_SOCK, ruleset[0], 0));

	/* 8: Adds a rule of type 99 to ruleset 0: make_sock beneath its own directory. */
	EXPECT_STEP(8, -EINVAL,
		    add_rule(ruleset[0], 99,
			     path_beneath_attr(LANDLOCK_ACCESS_FS_MAKE_SOCK, directory_fd()), 0));

	/* 9: Adds a rule of type 2 to ruleset 0: make_sock beneath its own directory. */
	EXPECT_STEP(9, -EINVAL,
		    add_rule(ruleset[0], 2,
			     path_beneath_attr(LANDLOCK_ACCESS_FS_MAKE_SOCK, directory_fd()), 0));

	/* 10: Adds a rule of type net_port to ruleset 0: make_sock beneath descriptor -1. */
	EXPECT_STEP(10, -EINVAL,
		    add_rule(ruleset[0], LANDLOCK_RULE_NET_PORT,
			     path_beneath_attr(LANDLOCK_ACCESS_FS_MAKE_SOCK, -1), 0));

	/* 11: Makes all permitted capabilities effective but CAP_SYS_ADMIN and CAP_NET_RAW. */
	EXPECT_STEP(11, OK, lower_caps(1ULL << CAP_SYS_ADMIN | 1ULL << CAP_NET_RAW));

	/* 12: Makes all permitted capabilities effective. */
	EXPECT_STEP(12, OK, lower_caps(0));

	/* 13: Drops all capabilities but CAP_SYS_ADMIN and CAP_NET_RAW. */
	EXPECT_STEP(13, OK, keep_caps(1ULL << CAP_SYS_ADMIN | 1ULL << CAP_NET_RAW));

	/* 14: Enforces ruleset 0. */
	EXPECT_STEP(14, OK, restrict_self(ruleset[0], 0));

	/* 15: Opens socket 0: AF_UNIX, SOCK_STREAM. */
	sock[0] = EXPECT_STEP(15, OK, open_socket(AF_UNIX, SOCK_STREAM, IPPROTO_IP));

	/* 16: Binds socket 0 to the path "denied". */
	EXPECT_STEP(16, -EACCES, bind_address(sock[0], unix_file("denied")));

	/* 17: Binds socket 0 to the abstract name "allowed". */
	EXPECT_STEP(17, OK, bind_address(sock[0], unix_abstract("allowed")));

	/* 18: Opens socket 1: AF_INET, SOCK_RAW, IPPROTO_RAW. */
	sock[1] = EXPECT_STEP(18, OK, open_socket(AF_INET, SOCK_RAW, IPPROTO_RAW));

	/* 19: Drops all capabilities but CAP_NET_BIND_SERVICE and CAP_SYS_ADMIN. */
	EXPECT_STEP(19, OK, keep_caps(1ULL << CAP_NET_BIND_SERVICE | 1ULL << CAP_SYS_ADMIN));

	/* 20: Opens socket 1: AF_INET, SOCK_RAW, IPPROTO_RAW. */
	replace(&sock[1], EXPECT_STEP(20, -EPERM, open_socket(AF_INET, SOCK_RAW, IPPROTO_RAW)));

	/* 21: Opens socket 1: AF_INET, SOCK_STREAM. */
	replace(&sock[1], EXPECT_STEP(21, OK, open_socket(AF_INET, SOCK_STREAM, IPPROTO_IP)));

	/* 22: Binds socket 1 to 127.0.0.1, port 80. */
	EXPECT_STEP(22, -EACCES, bind_address(sock[1], ipv4(AF_INET, "127.0.0.1", 80)));

	/* 23: Enforces ruleset 0. */
	EXPECT_STEP(23, OK, restrict_self(ruleset[0], 0));
}

/* Program 000000000123. */
TEST_WITH_DIRECTORY(rules_decide_3)
{
	int sock[2] = { -1, -1 };
	int ruleset[1] = { -1 };

	/* 0: Creates ruleset 0 from 8 bytes: handles make_sock. */
	const struct landlock_ruleset_attr attr_0 = {
		.handled_access_fs = LANDLOCK_ACCESS_FS_MAKE_SOCK,
	};

	ruleset[0] = EXPECT_STEP(0, OK, create_ruleset(&attr_0, 8, 0));

	/* 1: Adds a rule for paths to ruleset 0: make_sock beneath its own directory. */
	EXPECT_STEP(1, OK,
		    add_path_beneath(ruleset[0], LANDLOCK_ACCESS_FS_MAKE_SOCK, directory_fd(), 0));

	/* 2: Drops all capabilities but CAP_SYS_ADMIN and CAP_NET_BIND_SERVICE. */
	EXPECT_STEP(2, OK, keep_caps(1ULL << CAP_SYS_ADMIN | 1ULL << CAP_NET_BIND_SERVICE));

	/* 3: Enforces ruleset 0. */
	EXPECT_STEP(3, OK, restrict_self(ruleset[0], 0));

	/* 4: Opens socket 0: AF_UNIX, SOCK_STREAM. */
	sock[0] = EXPECT_STEP(4, OK, open_socket(AF_UNIX, SOCK_STREAM, IPPROTO_IP));

	/* 5: Binds socket 0 to the path "allowed". */
	EXPECT_STEP(5, OK, bind_address(sock[0], unix_file("allowed")));

	/* 6: Adds a rule for paths to ruleset 0: make_sock beneath the path "allowed". */
	EXPECT_STEP(6, -EINVAL,
		    add_path_beneath(ruleset[0], LANDLOCK_ACCESS_FS_MAKE_SOCK, path_fd("allowed"),
				     0));

	/* 7: Opens socket 1: AF_INET, SOCK_STREAM. */
	sock[1] = EXPECT_STEP(7, OK, open_socket(AF_INET, SOCK_STREAM, IPPROTO_IP));

	/* 8: Binds socket 1 to 127.0.0.1, port 80. */
	EXPECT_STEP(8, OK, bind_address(sock[1], ipv4(AF_INET, "127.0.0.1", 80)));
}

/* Program 000000000124. */
TEST(rules_decide_4)
{
	int sock[1] = { -1 };
	int ruleset[1] = { -1 };

	/* 0: Creates ruleset 0 from 32 bytes: handles for sockets create and bit_63. */
	const struct landlock_designs_attr attr_0 = {
		.handled_access_socket = LANDLOCK_ACCESS_SOCKET_CREATE | 1ULL << 63,
	};

	ruleset[0] = EXPECT_ONE_OF(0, create_ruleset(&attr_0, sizeof(attr_0), 0), -E2BIG, -EINVAL);

	/* 1: Creates ruleset 0 from 24 bytes: scopes signal, handles for sockets create. */
	const struct landlock_designs_attr attr_1 = {
		.scoped = LANDLOCK_SCOPE_SIGNAL,
		.handled_access_socket = LANDLOCK_ACCESS_SOCKET_CREATE,
	};

	replace(&ruleset[0], EXPECT_STEP(1, OK, create_ruleset(&attr_1, 24, 0)));

	/* 2: Adds a rule for sockets to ruleset 0: create of AF_INET, SOCK_STREAM. */
	EXPECT_STEP(2, -EINVAL,
		    add_rule(ruleset[0], LANDLOCK_RULE_SOCKET,
			     socket_attr(LANDLOCK_ACCESS_SOCKET_CREATE, AF_INET, SOCK_STREAM), 0));

	/*
	 * 3: Adds a rule for sockets by protocol to ruleset 0: create of AF_INET, any type,
	 * IPPROTO_MPTCP.
	 */
	EXPECT_STEP(3, -EINVAL,
		    add_rule(ruleset[0], LANDLOCK_RULE_SOCKET_V4,
			     socket_v4_attr(LANDLOCK_ACCESS_SOCKET_CREATE, AF_INET, -1,
					    IPPROTO_MPTCP), 0));

	/* 4: Adds a rule of type 77 to ruleset 0: nothing of domain 99, type 0, with flags 0x4. */
	EXPECT_STEP(4, -EINVAL, add_rule(ruleset[0], 77, socket_attr(0, 99, 0), 0x4U));

	/* 5: Has a seccomp filter answer listen(2) with ENOSYS. */
	EXPECT_STEP(5, OK, filter_listen(ENOSYS));

	/* 6: Opens socket 0: AF_INET, SOCK_STREAM. */
	sock[0] = EXPECT_STEP(6, OK, open_socket(AF_INET, SOCK_STREAM, IPPROTO_IP));

	/* 7: Listens on socket 0. */
	EXPECT_STEP(7, -ENOSYS, listen_socket(sock[0]));

	/* 8: Has a seccomp filter answer accept(2) with EPERM. */
	EXPECT_STEP(8, OK, filter_accept(EPERM));

	/* 9: Accepts a connection to socket 0 as socket 1. */
	EXPECT_STEP(9, -EPERM, accept_connection(sock[0]));
}
