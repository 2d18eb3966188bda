// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * sockets-work
 *
 * Sockets open, bind, listen, connect, accept, send and close as they do
 * without any sandbox, whatever the address * / looks like.
 *
 * From specs/laws/sockets-work.ts:12.
 */

#include "harness.h"

LAW("sockets-work");

/* Program 000000000120. */
TEST(sockets_work_0)
{
	int sock[3] = { -1, -1, -1 };

	/* 0: Opens socket 0: AF_INET, SOCK_STREAM. */
	sock[0] = EXPECT_STEP(0, OK, open_socket(AF_INET, SOCK_STREAM, IPPROTO_IP));

	/* 1: Opens socket 1: AF_INET, SOCK_STREAM. */
	sock[1] = EXPECT_STEP(1, OK, open_socket(AF_INET, SOCK_STREAM, IPPROTO_IP));

	/* 2: Binds socket 0 to 127.0.0.1, port a. */
	EXPECT_STEP(2, OK, bind_address(sock[0], ipv4(AF_INET, "127.0.0.1", port('a'))));

	/* 3: Asks for the port of socket 0. */
	EXPECT_PORT(3, port('a'), local_port(sock[0]));

	/* 4: Accepts a connection to socket 0 as socket 2. */
	sock[2] = EXPECT_STEP(4, -EINVAL, accept_connection(sock[0]));

	/* 5: Listens on socket 0. */
	EXPECT_STEP(5, OK, listen_socket(sock[0]));

	/* 6: Accepts a connection to socket 0 as socket 2. */
	replace(&sock[2], EXPECT_STEP(6, -EAGAIN, accept_connection(sock[0])));

	/* 7: Connects socket 1 to 127.0.0.1, the port of socket 0. */
	EXPECT_STEP(7, OK, connect_address(sock[1], ipv4(AF_INET, "127.0.0.1", port_of(sock[0]))));

	/* 8: Asks for the port of socket 1. */
	EXPECT_PORT(8, EPHEMERAL, local_port(sock[1]));

	/* 9: Accepts a connection to socket 0 as socket 2. */
	replace(&sock[2], EXPECT_STEP(9, OK, accept_connection(sock[0])));

	/* 10: Sends a byte from socket 2 to its peer. */
	EXPECT_STEP(10, OK, send_byte(sock[2], 0));

	/* 11: Closes socket 2. */
	EXPECT_STEP(11, OK, close_socket(&sock[2]));

	/* 12: Closes socket 2. */
	EXPECT_STEP(12, -EBADF, close_socket(&sock[2]));

	/* 13: Opens socket 1: AF_INET, SOCK_STREAM. */
	replace(&sock[1], EXPECT_STEP(13, OK, open_socket(AF_INET, SOCK_STREAM, IPPROTO_IP)));

	/* 14: Sends a byte from socket 1 to 127.0.0.1, port a, as TCP Fast Open. */
	EXPECT_STEP(14, OK,
		    send_byte_to(sock[1], ipv4(AF_INET, "127.0.0.1", port('a')), MSG_FASTOPEN));

	/* 15: Connects socket 1 to 127.0.0.1, port b. */
	EXPECT_ONE_OF(15, connect_address(sock[1], ipv4(AF_INET, "127.0.0.1", port('b'))), -EISCONN,
		      -EINPROGRESS);
}

/* Program 000000000121. */
TEST(sockets_work_1)
{
	int sock[4] = { -1, -1, -1, -1 };

	/* 0: Opens socket 0: AF_INET6, SOCK_STREAM, IPPROTO_TCP. */
	sock[0] = EXPECT_STEP(0, OK, open_socket(AF_INET6, SOCK_STREAM, IPPROTO_TCP));

	/* 1: Opens socket 1: AF_INET, SOCK_DGRAM, IPPROTO_UDP. */
	sock[1] = EXPECT_STEP(1, OK, open_socket(AF_INET, SOCK_DGRAM, IPPROTO_UDP));

	/* 2: Opens socket 1: domain 99, type 1, protocol 0. */
	replace(&sock[1], EXPECT_STEP(2, -EAFNOSUPPORT, open_socket(99, 1, 0)));

	/* 3: Binds socket 0 to ::1, port a, in 24 bytes. */
	EXPECT_STEP(3, OK,
		    bind_address(sock[0], with_length(ipv6(AF_INET6, "::1", port('a')), 24)));

	/* 4: Binds socket 0 to ::ffff:127.0.0.1, port 80, in 23 bytes. */
	EXPECT_STEP(4, -EINVAL,
		    bind_address(sock[0], with_length(ipv6(AF_INET6, "::ffff:127.0.0.1", 80), 23)));

	/* 5: Binds socket 3 to 0.0.0.0, port 65535, as AF_UNSPEC. */
	EXPECT_STEP(5, -EBADF, bind_address(sock[3], ipv4(AF_UNSPEC, "0.0.0.0", 65535)));

	/* 6: Binds socket 1 to 0.0.0.0, port b, as AF_UNSPEC. */
	EXPECT_STEP(6, OK, bind_address(sock[1], ipv4(AF_UNSPEC, "0.0.0.0", port('b'))));

	/* 7: Sends a byte from socket 1 to its peer. */
	EXPECT_STEP(7, -EDESTADDRREQ, send_byte(sock[1], 0));

	/* 8: Sends a byte from socket 1 to 127.0.0.1, the port of socket 1. */
	EXPECT_ONE_OF(8, send_byte_to(sock[1], ipv4(AF_INET, "127.0.0.1", port_of(sock[1])), 0), OK,
		      -EACCES);

	/* 9: Opens a pair of sockets: AF_UNIX, SOCK_SEQPACKET. */
	EXPECT_STEP(9, OK, open_socketpair(AF_UNIX, SOCK_SEQPACKET, IPPROTO_IP));

	/* 10: Opens a pair of sockets: AF_INET, SOCK_STREAM, IPPROTO_MPTCP. */
	EXPECT_ONE_OF(10, open_socketpair(AF_INET, SOCK_STREAM, IPPROTO_MPTCP), -EOPNOTSUPP,
		      -EPROTONOSUPPORT);

	/* 11: Asks for the port of socket 2. */
	EXPECT_PORT_ONE_OF(11, local_port(sock[2]), -EBADF, 0);
}

/* Program 000000000122. */
TEST(sockets_work_2)
{
	int sock[6] = { [0 ... 5] = -1 };

	/* 0: Opens socket 0: AF_UNIX, SOCK_STREAM. */
	sock[0] = EXPECT_STEP(0, OK, open_socket(AF_UNIX, SOCK_STREAM, IPPROTO_IP));

	/* 1: Binds socket 0 to the abstract name "peer". */
	EXPECT_STEP(1, OK, bind_address(sock[0], unix_name("peer")));

	/* 2: Listens on socket 0. */
	EXPECT_STEP(2, OK, listen_socket(sock[0]));

	/* 3: Opens socket 5: AF_UNIX, SOCK_STREAM. */
	sock[5] = EXPECT_STEP(3, OK, open_socket(AF_UNIX, SOCK_STREAM, IPPROTO_IP));

	/* 4: Connects socket 5 to the abstract name "peer". */
	EXPECT_STEP(4, OK, connect_address(sock[5], unix_name("peer")));

	/* 5: Asks for the port of socket 0. */
	EXPECT_PORT(5, 0, local_port(sock[0]));
}
