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

	/* 9: Asks for the peer of socket 1. */
	EXPECT_STEP(9, OK, peer_of(sock[1]));

	/* 10: Asks for the peer of socket 0. */
	EXPECT_STEP(10, -ENOTCONN, peer_of(sock[0]));

	/* 11: Asks for the type of socket 1. */
	EXPECT_VALUE(11, 1, socket_type(sock[1]));

	/* 12: Accepts a connection to socket 0 as socket 2. */
	replace(&sock[2], EXPECT_STEP(12, OK, accept_connection(sock[0])));

	/* 13: Sends a byte from socket 2 to its peer. */
	EXPECT_STEP(13, OK, sendto_byte(sock[2], NULL, 0));

	/* 14: Closes socket 2. */
	EXPECT_STEP(14, OK, close_descriptor(&sock[2]));

	/* 15: Closes socket 2. */
	EXPECT_STEP(15, -EBADF, close_descriptor(&sock[2]));

	/* 16: Opens socket 1: AF_INET, SOCK_STREAM. */
	replace(&sock[1], EXPECT_STEP(16, OK, open_socket(AF_INET, SOCK_STREAM, IPPROTO_IP)));

	/* 17: Sends a byte from socket 1 to 127.0.0.1, port a, as TCP Fast Open. */
	EXPECT_STEP(17, OK,
		    sendto_byte(sock[1], ipv4(AF_INET, "127.0.0.1", port('a')), MSG_FASTOPEN));

	/* 18: Connects socket 1 to 127.0.0.1, port b. */
	EXPECT_ONE_OF(18, connect_address(sock[1], ipv4(AF_INET, "127.0.0.1", port('b'))), -EISCONN,
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
	EXPECT_STEP(7, -EDESTADDRREQ, sendto_byte(sock[1], NULL, 0));

	/* 8: Sends a byte from socket 1 to 127.0.0.1, the port of socket 1. */
	EXPECT_ONE_OF(8, sendto_byte(sock[1], ipv4(AF_INET, "127.0.0.1", port_of(sock[1])), 0), OK,
		      -EACCES);

	/* 9: Opens a pair of sockets: AF_UNIX, SOCK_SEQPACKET. */
	EXPECT_STEP(9, OK, open_socketpair(AF_UNIX, SOCK_SEQPACKET, IPPROTO_IP));

	/* 10: Opens a pair of sockets: AF_INET, SOCK_STREAM, IPPROTO_MPTCP. */
	EXPECT_ONE_OF(10, open_socketpair(AF_INET, SOCK_STREAM, IPPROTO_MPTCP), -EOPNOTSUPP,
		      -EPROTONOSUPPORT);

	/* 11: Binds socket 3 to this context of vsock, port b. */
	EXPECT_STEP(11, -EBADF, bind_address(sock[3], vsock(1U, port('b'))));

	/* 12: Connects socket 3 to any context of vsock, any port. */
	EXPECT_STEP(12, -EBADF, connect_address(sock[3], vsock(-1, -1)));

	/* 13: Binds socket 3 to packets of protocol 0x88b5 of the loopback device. */
	EXPECT_STEP(13, -EBADF, bind_address(sock[3], packets(0x88b5, LOOPBACK_DEVICE)));

	/* 14: Binds socket 3 to the hash "sha256". */
	EXPECT_STEP(14, -EBADF, bind_address(sock[3], alg_hash("sha256")));

	/* 15: Sends an echo request from socket 1 to 127.0.0.1, the port of socket 1. */
	EXPECT_STEP(15, OK, send_echo(sock[1], ipv4(AF_INET, "127.0.0.1", port_of(sock[1]))));

	/* 16: Opens a pair of UNIX sockets as sockets 2 and 3: SOCK_DGRAM. */
	sock[2] = EXPECT_STEP(16, OK, open_pair(SOCK_DGRAM, &sock[3]));

	/* 17: Asks for the port of socket 2. */
	EXPECT_PORT_ONE_OF(17, local_port(sock[2]), -EBADF, 0);
}

/* Program 000000000122. */
TEST(sockets_work_2)
{
	int sock[6] = { [0 ... 5] = -1 };

	/* 0: Opens socket 0: AF_UNIX, SOCK_STREAM. */
	sock[0] = EXPECT_STEP(0, OK, open_socket(AF_UNIX, SOCK_STREAM, IPPROTO_IP));

	/* 1: Binds socket 0 to the abstract name "peer". */
	EXPECT_STEP(1, OK, bind_address(sock[0], unix_abstract("peer")));

	/* 2: Listens on socket 0. */
	EXPECT_STEP(2, OK, listen_socket(sock[0]));

	/* 3: Opens socket 5: AF_UNIX, SOCK_STREAM. */
	sock[5] = EXPECT_STEP(3, OK, open_socket(AF_UNIX, SOCK_STREAM, IPPROTO_IP));

	/* 4: Connects socket 5 to the abstract name "peer". */
	EXPECT_STEP(4, OK, connect_address(sock[5], unix_abstract("peer")));

	/* 5: Asks for the port of socket 0. */
	EXPECT_PORT(5, 0, local_port(sock[0]));
}

/* Program 000000000123. */
TEST(sockets_work_3)
{
	int sock[3] = { -1, -1, -1 };

	/* 0: Opens socket 0: AF_INET, SOCK_DGRAM, IPPROTO_UDP. */
	sock[0] = EXPECT_STEP(0, OK, open_socket(AF_INET, SOCK_DGRAM, IPPROTO_UDP));

	/* 1: Receives a byte on socket 0. */
	EXPECT_STEP(1, -EAGAIN, recv_byte(sock[0]));

	/* 2: Receives on socket 0 into 2 buffers of one byte each. */
	EXPECT_STEP(2, -EAGAIN, recv_buffers(sock[0], 2));

	/* 3: Binds socket 0 to 127.0.0.1, port a. */
	EXPECT_STEP(3, OK, bind_address(sock[0], ipv4(AF_INET, "127.0.0.1", port('a'))));

	/* 4: Opens socket 1: AF_INET, SOCK_DGRAM, IPPROTO_UDP. */
	sock[1] = EXPECT_STEP(4, OK, open_socket(AF_INET, SOCK_DGRAM, IPPROTO_UDP));

	/* 5: Sends a byte from socket 1 to 127.0.0.1, port a, by sendmsg(2). */
	EXPECT_STEP(5, OK, sendmsg_byte(sock[1], ipv4(AF_INET, "127.0.0.1", port('a')), 0));

	/* 6: Sends a byte from socket 1 to 127.0.0.1, port a, by sendmmsg(2). */
	EXPECT_STEP(6, OK, sendmmsg_byte(sock[1], ipv4(AF_INET, "127.0.0.1", port('a')), 0));

	/* 7: Sends a byte from socket 1 to its peer, by send(2). */
	EXPECT_STEP(7, -EDESTADDRREQ, send_byte(sock[1], 0));

	/* 8: Sends a byte from socket 1 to its peer, by sendmmsg(2). */
	EXPECT_STEP(8, -EDESTADDRREQ, sendmmsg_byte(sock[1], NULL, 0));

	/* 9: Connects socket 1 to 127.0.0.1, port a. */
	EXPECT_STEP(9, OK, connect_address(sock[1], ipv4(AF_INET, "127.0.0.1", port('a'))));

	/* 10: Sends a byte from socket 1 to its peer, by send(2). */
	EXPECT_STEP(10, OK, send_byte(sock[1], 0));

	/* 11: Sends a byte from socket 1 to its peer, by sendmsg(2). */
	EXPECT_STEP(11, OK, sendmsg_byte(sock[1], NULL, 0));

	/* 12: Sends a byte from socket 1 to its peer, by splice(2). */
	EXPECT_STEP(12, OK, splice_byte(sock[1]));

	/* 13: Sends a byte from socket 1 to its peer, by sendfile(2). */
	EXPECT_STEP(13, OK, sendfile_byte(sock[1]));

	/* 14: Sends a byte from socket 1 to 127.0.0.1, port a, with MSG_ZEROCOPY. */
	EXPECT_STEP(14, OK,
		    sendto_byte(sock[1], ipv4(AF_INET, "127.0.0.1", port('a')), MSG_ZEROCOPY));

	/* 15: Sends a byte from socket 1 to its peer, by send(2), with MSG_PROBE. */
	EXPECT_STEP(15, OK, send_byte(sock[1], MSG_PROBE));

	/* 16: Sets IP_LOCAL_PORT_RANGE of socket 1 to 0. */
	EXPECT_STEP(16, OK, set_option(sock[1], IPPROTO_IP, IP_LOCAL_PORT_RANGE, 0));

	/* 17: Sets SO_ZEROCOPY of socket 1 to 2, by io_uring. */
	EXPECT_STEP(17, -EINVAL, BY(IO_URING, set_option(sock[1], SOL_SOCKET, SO_ZEROCOPY, 2)));

	/* 18: Asks for the type of socket 1, by io_uring. */
	EXPECT_VALUE(18, 2, BY(IO_URING, socket_type(sock[1])));

	/* 19: Reads the error queue of socket 1. */
	EXPECT_STEP(19, -EAGAIN, recv_error(sock[1]));

	/* 20: Has socket 1 join the group 224.0.0.1. */
	EXPECT_STEP(20, OK, join_group(sock[1], "224.0.0.1"));

	/* 21: Duplicates socket 0 as socket 2. */
	sock[2] = EXPECT_STEP(21, OK, duplicate(sock[0]));

	/* 22: Closes socket 0. */
	EXPECT_STEP(22, OK, close_descriptor(&sock[0]));

	/* 23: Receives a byte on socket 2. */
	EXPECT_STEP(23, OK, recv_byte(sock[2]));

	/* 24: Receives a byte on socket 2. */
	EXPECT_STEP(24, OK, recv_byte(sock[2]));

	/* 25: Receives a byte on socket 2. */
	EXPECT_STEP(25, OK, recv_byte(sock[2]));

	/* 26: Receives a byte on socket 2. */
	EXPECT_STEP(26, OK, recv_byte(sock[2]));

	/* 27: Receives a byte on socket 2. */
	EXPECT_STEP(27, OK, recv_byte(sock[2]));

	/* 28: Receives a byte on socket 2. */
	EXPECT_STEP(28, OK, recv_byte(sock[2]));

	/* 29: Receives a byte on socket 2. */
	EXPECT_STEP(29, OK, recv_byte(sock[2]));

	/* 30: Receives a byte on socket 2. */
	EXPECT_STEP(30, -EAGAIN, recv_byte(sock[2]));

	/* 31: Receives a byte on socket 0. */
	EXPECT_STEP(31, -EBADF, recv_byte(sock[0]));

	/* 32: Duplicates socket 0 as socket 2. */
	EXPECT_STEP(32, -EBADF, duplicate(sock[0]));
}

/* Program 000000000124. */
TEST(sockets_work_4)
{
	int sock[3] = { -1, -1, -1 };

	/* 0: Opens socket 0: AF_INET, SOCK_STREAM. */
	sock[0] = EXPECT_STEP(0, OK, open_socket(AF_INET, SOCK_STREAM, IPPROTO_IP));

	/* 1: Sets SO_REUSEADDR of socket 0 to 1. */
	EXPECT_STEP(1, OK, set_option(sock[0], SOL_SOCKET, SO_REUSEADDR, 1));

	/* 2: Sets SO_REUSEPORT of socket 0 to 1. */
	EXPECT_STEP(2, OK, set_option(sock[0], SOL_SOCKET, SO_REUSEPORT, 1));

	/* 3: Sets TCP_FASTOPEN_CONNECT of socket 0 to 2. */
	EXPECT_STEP(3, -EINVAL, set_option(sock[0], IPPROTO_TCP, TCP_FASTOPEN_CONNECT, 2));

	/* 4: Sets IPV6_V6ONLY of socket 0 to 1. */
	EXPECT_STEP(4, -ENOPROTOOPT, set_option(sock[0], IPPROTO_IPV6, IPV6_V6ONLY, 1));

	/* 5: Binds socket 0 to 127.0.0.1, port a. */
	EXPECT_STEP(5, OK, bind_address(sock[0], ipv4(AF_INET, "127.0.0.1", port('a'))));

	/* 6: Listens on socket 0. */
	EXPECT_STEP(6, OK, listen_socket(sock[0]));

	/* 7: Sets TCP_FASTOPEN of socket 0 to 5. */
	EXPECT_STEP(7, OK, set_option(sock[0], IPPROTO_TCP, TCP_FASTOPEN, 5));

	/* 8: Opens socket 1: AF_INET6, SOCK_STREAM, IPPROTO_TCP. */
	sock[1] = EXPECT_STEP(8, OK, open_socket(AF_INET6, SOCK_STREAM, IPPROTO_TCP));

	/* 9: Sets IPV6_ADDRFORM of socket 1 to 2. */
	EXPECT_STEP(9, -ENOTCONN, set_option(sock[1], IPPROTO_IPV6, IPV6_ADDRFORM, AF_INET));

	/* 10: Sets IPV6_V6ONLY of socket 1 to 0. */
	EXPECT_STEP(10, OK, set_option(sock[1], IPPROTO_IPV6, IPV6_V6ONLY, 0));

	/* 11: Connects socket 1 to ::ffff:127.0.0.1, port a. */
	EXPECT_STEP(11, OK,
		    connect_address(sock[1], ipv6(AF_INET6, "::ffff:127.0.0.1", port('a'))));

	/* 12: Sets IPV6_ADDRFORM of socket 1 to 99. */
	EXPECT_ONE_OF(12, set_option(sock[1], IPPROTO_IPV6, IPV6_ADDRFORM, 99), -ENOPROTOOPT,
		      -EINVAL);

	/* 13: Sets IPV6_ADDRFORM of socket 1 to 2. */
	EXPECT_STEP(13, OK, set_option(sock[1], IPPROTO_IPV6, IPV6_ADDRFORM, AF_INET));

	/* 14: Accepts a connection to socket 0 as socket 2. */
	sock[2] = EXPECT_STEP(14, OK, accept_connection(sock[0]));

	/* 15: Sends a byte from socket 1 to its peer. */
	EXPECT_STEP(15, OK, sendto_byte(sock[1], NULL, 0));

	/* 16: Shuts socket 1 down for writing. */
	EXPECT_STEP(16, OK, shut_down(sock[1], SHUT_WR));

	/* 17: Sends a byte from socket 1 to its peer. */
	EXPECT_STEP(17, -EPIPE, sendto_byte(sock[1], NULL, 0));

	/* 18: Receives a byte on socket 2. */
	EXPECT_STEP(18, OK, recv_byte(sock[2]));

	/* 19: Receives a byte on socket 2. */
	EXPECT_STEP(19, OK, recv_byte(sock[2]));

	/* 20: Shuts socket 2 down for reading. */
	EXPECT_STEP(20, OK, shut_down(sock[2], SHUT_RD));

	/* 21: Shuts socket 2 down for reading and writing. */
	EXPECT_STEP(21, OK, shut_down(sock[2], SHUT_RDWR));

	/* 22: Shuts socket 0 down for reading and writing. */
	EXPECT_STEP(22, OK, shut_down(sock[0], SHUT_RDWR));

	/* 23: Receives a byte on socket 0. */
	EXPECT_STEP(23, -ENOTCONN, recv_byte(sock[0]));

	/* 24: Binds socket 0 to 127.0.0.1, port b, by an option of SCTP. */
	EXPECT_STEP(24, NOT_DENIED, bindx_address(sock[0], ipv4(AF_INET, "127.0.0.1", port('b'))));

	/* 25: Connects socket 0 to 127.0.0.1, port b, by an option of SCTP. */
	EXPECT_STEP(25, NOT_DENIED,
		    connectx_address(sock[0], ipv4(AF_INET, "127.0.0.1", port('b'))));
}

/* Program 000000000125. */
TEST_WITH_DIRECTORY(sockets_work_5)
{
	int sock[4] = { -1, -1, -1, -1 };

	/* 0: Opens socket 0: AF_UNIX, SOCK_DGRAM. */
	sock[0] = EXPECT_STEP(0, OK, open_socket(AF_UNIX, SOCK_DGRAM, IPPROTO_IP));

	/* 1: Binds socket 0 to the path "inbox". */
	EXPECT_STEP(1, OK, bind_address(sock[0], unix_file("inbox")));

	/* 2: Opens socket 1: AF_UNIX, SOCK_DGRAM. */
	sock[1] = EXPECT_STEP(2, OK, open_socket(AF_UNIX, SOCK_DGRAM, IPPROTO_IP));

	/* 3: Binds socket 1 to the path "inbox". */
	EXPECT_STEP(3, -EADDRINUSE, bind_address(sock[1], unix_file("inbox")));

	/* 4: Sends a byte from socket 1 to the path "nobody". */
	EXPECT_STEP(4, -ENOENT, sendto_byte(sock[1], unix_file("nobody"), 0));

	/* 5: Sends a byte from socket 1 to the path "inbox". */
	EXPECT_STEP(5, OK, sendto_byte(sock[1], unix_file("inbox"), 0));

	/* 6: Sends a byte from socket 1 to the abstract name "nobody". */
	EXPECT_STEP(6, -ECONNREFUSED, sendto_byte(sock[1], unix_abstract("nobody"), 0));

	/* 7: Sends a byte from socket 1 to an AF_UNIX address without a name, by sendmsg(2). */
	EXPECT_STEP(7, -EINVAL, sendmsg_byte(sock[1], unix_nameless(), 0));

	/* 8: Binds socket 1 to an AF_UNIX address without a name. */
	EXPECT_STEP(8, OK, bind_address(sock[1], unix_nameless()));

	/* 9: Receives a byte on socket 0. */
	EXPECT_STEP(9, OK, recv_byte(sock[0]));

	/* 10: Receives a byte on socket 0. */
	EXPECT_STEP(10, -EAGAIN, recv_byte(sock[0]));

	/* 11: Sends a byte from socket 1 to the path "inbox". */
	EXPECT_STEP(11, OK, sendto_byte(sock[1], unix_file("inbox"), 0));

	/* 12: Receives a byte on socket 0, and asks from whom. */
	EXPECT_PORT(12, ABSTRACT_NAME('*'), sender_of(sock[0]));

	/* 13: Receives a byte on socket 0, and asks from whom. */
	EXPECT_PORT_ONE_OF(13, sender_of(sock[0]), -EAGAIN, NO_SENDER, INNER_NAME('a'),
			   PATH_NAME('?'));

	/* 14: Opens socket 2: AF_UNIX, SOCK_SEQPACKET. */
	sock[2] = EXPECT_STEP(14, OK, open_socket(AF_UNIX, SOCK_SEQPACKET, IPPROTO_IP));

	/* 15: Connects socket 2 to the path "inbox". */
	EXPECT_STEP(15, -EPROTOTYPE, connect_address(sock[2], unix_file("inbox")));

	/* 16: Binds socket 2 to the abstract name "line". */
	EXPECT_STEP(16, OK, bind_address(sock[2], unix_abstract("line")));

	/* 17: Listens on socket 2. */
	EXPECT_STEP(17, OK, listen_socket(sock[2]));

	/* 18: Opens socket 3: AF_UNIX, SOCK_SEQPACKET. */
	sock[3] = EXPECT_STEP(18, OK, open_socket(AF_UNIX, SOCK_SEQPACKET, IPPROTO_IP));

	/* 19: Connects socket 3 to the abstract name "line". */
	EXPECT_STEP(19, OK, connect_address(sock[3], unix_abstract("line")));
}

/* Program 000000000126. */
TEST_WITH_DIRECTORY(sockets_work_6)
{
	int sock[1] = { -1 };

	/* 0: Opens socket 0: AF_UNIX, SOCK_STREAM. */
	sock[0] = EXPECT_STEP(0, OK, open_socket(AF_UNIX, SOCK_STREAM, IPPROTO_IP));

	/* 1: Connects socket 0 to the path "inbox". */
	EXPECT_STEP(1, -ENOENT, connect_address(sock[0], unix_file("inbox")));

	/* 2: Binds socket 0 to the path "inbox". */
	EXPECT_STEP(2, OK, bind_address(sock[0], unix_file("inbox")));
}
