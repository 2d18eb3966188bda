// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * actors-take-turns
 *
 * Each actor has its own sandbox.
 *
 * From specs/laws/actors-take-turns.ts:7.
 */

#include "harness.h"

LAW("actors-take-turns");

/* Program 000000000170. */
TEST(actors_take_turns_0)
{
	int *const sock = sockets();
	int *const ruleset = rulesets();

	/* 0: Actor 0 opens socket 0: AF_INET, SOCK_STREAM. */
	if (turn_of(0, 0))
		sock[0] = EXPECT_STEP(0, OK, open_socket(AF_INET, SOCK_STREAM, IPPROTO_IP));

	/* 1: Actor 0 forks actor 1. */
	if (turn_of(0, 1))
		EXPECT_STEP(1, OK, fork_actor(1));

	/* 2: Actor 1 creates ruleset 0 from 16 bytes: handles bind_tcp. */
	const struct landlock_ruleset_attr attr_2 = {
		.handled_access_net = LANDLOCK_ACCESS_NET_BIND_TCP,
	};

	if (turn_of(1, 2))
		ruleset[0] = EXPECT_STEP(2, OK, create_ruleset(&attr_2, 16, 0));

	/* 3: Actor 1 enforces ruleset 0. */
	if (turn_of(1, 3))
		EXPECT_STEP(3, OK, restrict_self(ruleset[0], 0));

	/* 4: Actor 1 binds socket 0 to 127.0.0.1, port a. */
	if (turn_of(1, 4))
		EXPECT_STEP(4, -EACCES,
			    bind_address(sock[0], ipv4(AF_INET, "127.0.0.1", port('a'))));

	/* 5: Actor 0 binds socket 0 to 127.0.0.1, port a. */
	if (turn_of(0, 5))
		EXPECT_STEP(5, OK, bind_address(sock[0], ipv4(AF_INET, "127.0.0.1", port('a'))));

	/* 6: Actor 0 sends signal 0 to actor 1. */
	if (turn_of(0, 6))
		EXPECT_STEP(6, OK, signal_actor(1, 0));

	/* 7: Actor 1 forks actor 2. */
	if (turn_of(1, 7))
		EXPECT_STEP(7, OK, fork_actor(2));

	/* 8: Actor 2 opens socket 1: AF_INET, SOCK_STREAM. */
	if (turn_of(2, 8))
		sock[1] = EXPECT_STEP(8, OK, open_socket(AF_INET, SOCK_STREAM, IPPROTO_IP));

	/* 9: Actor 2 binds socket 1 to 127.0.0.1, port b. */
	if (turn_of(2, 9))
		EXPECT_STEP(9, -EACCES,
			    bind_address(sock[1], ipv4(AF_INET, "127.0.0.1", port('b'))));

	/* 10: Actor 0 asks for the port of socket 1. */
	if (turn_of(0, 10))
		EXPECT_PORT(10, -EBADF, local_port(sock[1]));

	/* 11: Actor 2 sends signal 0 to actor 0. */
	if (turn_of(2, 11))
		EXPECT_STEP(11, OK, signal_actor(0, 0));
}

/* Program 000000000171. */
TEST(actors_take_turns_1)
{
	/* 0: Opens socket 0: AF_INET, SOCK_STREAM. */
	EXPECT_ONE_OF(0, open_socket(AF_INET, SOCK_STREAM, IPPROTO_IP), -EACCES, -EPERM);
}

/* Program 000000000172. */
TEST_WITH_AUDIT_AND_EVENTS(actors_take_turns_2)
{
	int *const sock = sockets();
	int *const ruleset = rulesets();

	/* 0: Actor 0 reads what Landlock logged. */
	if (turn_of(0, 0))
		EXPECT_LOG(0, "none", read_audit());

	/* 1: Actor 0 creates ruleset 0 from 16 bytes: handles bind_tcp. */
	const struct landlock_ruleset_attr attr_1 = {
		.handled_access_net = LANDLOCK_ACCESS_NET_BIND_TCP,
	};

	if (turn_of(0, 1))
		ruleset[0] = EXPECT_STEP(1, OK, create_ruleset(&attr_1, 16, 0));

	/* 2: Actor 0 enforces ruleset 0. */
	if (turn_of(0, 2))
		EXPECT_STEP(2, OK, restrict_self(ruleset[0], 0));

	/* 3: Actor 0 opens socket 0: AF_INET, SOCK_STREAM. */
	if (turn_of(0, 3))
		sock[0] = EXPECT_STEP(3, OK, open_socket(AF_INET, SOCK_STREAM, IPPROTO_IP));

	/* 4: Actor 0 forks actor 1. */
	if (turn_of(0, 4))
		EXPECT_STEP(4, OK, fork_actor(1));

	/* 5: Actor 1 binds socket 0 to 127.0.0.1, port a. */
	if (turn_of(1, 5))
		EXPECT_STEP(5, -EACCES,
			    bind_address(sock[0], ipv4(AF_INET, "127.0.0.1", port('a'))));

	/* 6: Actor 0 binds socket 0 to 0.0.0.0, port 40000. */
	if (turn_of(0, 6))
		EXPECT_STEP(6, -EACCES, bind_address(sock[0], ipv4(AF_INET, "0.0.0.0", 40000)));

	/* 7: Actor 1 reads what Landlock logged. */
	if (turn_of(1, 7))
		EXPECT_LOG_ONE_OF(7, read_audit(), "none",
				  "deny(1,net.bind_tcp,saddr=127.0.0.1,src=a)+" "alloc(1,by=0)+"
				  "deny(1,net.bind_tcp,src=ephemeral)");

	/* 8: Actor 0 reads what Landlock logged. */
	if (turn_of(0, 8))
		EXPECT_LOG(8, "none", read_audit());

	/* 9: Actor 0 reads the trace events of Landlock. */
	if (turn_of(0, 9))
		EXPECT_LOG_ONE_OF(9, read_events(), "none",
				  "deny_access_net(1,same_exec=1,logged=1," "blockers=bind_tcp,"
				  "port=a)");
}

/* Program 000000000173. */
TEST(actors_take_turns_3)
{
	int sock[3] = { -1, -1, -1 };
	int ruleset[1] = { -1 };

	MAKE(EARLY_THREAD);

	/* 0: Opens socket 0: AF_INET, SOCK_STREAM, by a child of fork(2). */
	sock[0] = EXPECT_STEP(0, OK, BY(FORK, open_socket(AF_INET, SOCK_STREAM, IPPROTO_IP)));

	/* 1: Binds socket 0 to 127.0.0.1, port a, by a child of vfork(2). */
	EXPECT_STEP(1, OK, BY(VFORK, bind_address(sock[0], ipv4(AF_INET, "127.0.0.1", port('a')))));

	/* 2: Listens on socket 0, by a child after execve(2). */
	EXPECT_STEP(2, OK, BY(EXEC, listen_socket(sock[0])));

	/* 3: Opens socket 1: AF_INET, SOCK_STREAM, by a child after execve(2). */
	sock[1] = EXPECT_STEP(3, OK, BY(EXEC, open_socket(AF_INET, SOCK_STREAM, IPPROTO_IP)));

	/* 4: Creates ruleset 0 from 16 bytes: handles connect_tcp. */
	const struct landlock_ruleset_attr attr_4 = {
		.handled_access_net = LANDLOCK_ACCESS_NET_CONNECT_TCP,
	};

	ruleset[0] = EXPECT_STEP(4, OK, create_ruleset(&attr_4, 16, 0));

	/* 5: Enforces ruleset 0. */
	EXPECT_STEP(5, OK, restrict_self(ruleset[0], 0));

	/* 6: Connects socket 1 to 127.0.0.1, port a, by a new thread. */
	EXPECT_STEP(6, -EACCES,
		    BY(THREAD, connect_address(sock[1], ipv4(AF_INET, "127.0.0.1", port('a')))));

	/* 7: Connects socket 1 to 127.0.0.1, port a, by the thread that was made first. */
	EXPECT_STEP(7, OK,
		    BY(EARLY_THREAD,
		       connect_address(sock[1], ipv4(AF_INET, "127.0.0.1", port('a')))));

	/* 8: Accepts a connection to socket 0 as socket 2, by a child of vfork(2). */
	sock[2] = EXPECT_STEP(8, OK, BY(VFORK, accept_connection(sock[0])));

	/* 9: Sends a byte from socket 2 to its peer, by sendmsg(2), by a new thread. */
	EXPECT_STEP(9, OK, BY(THREAD, sendmsg_byte(sock[2], NULL, 0)));

	/* 10: Sends 3 buffers of one byte each from socket 2 to 127.0.0.1, port a, with IP_TTL. */
	EXPECT_STEP(10, OK,
		    send_buffers(sock[2], ipv4(AF_INET, "127.0.0.1", port('a')), 3, IP_TTL));

	/* 11: Sends a buffer of one byte from socket 2 to its peer. */
	EXPECT_STEP(11, OK, send_buffers(sock[2], NULL, 1, 0));

	/* 12: Listens on socket 0, with a backlog of 0. */
	EXPECT_STEP(12, OK, listen_with_backlog(sock[0], 0));
}

/* Program 000000000174. */
TEST(actors_take_turns_4)
{
	int *const sock = sockets();

	make_mailbox();

	/* 0: Actor 0 opens socket 0: AF_INET, SOCK_STREAM. */
	if (turn_of(0, 0))
		sock[0] = EXPECT_STEP(0, OK, open_socket(AF_INET, SOCK_STREAM, IPPROTO_IP));

	/* 1: Actor 0 forks actor 1. */
	if (turn_of(0, 1))
		EXPECT_STEP(1, OK, fork_actor(1));

	/* 2: Actor 1 receives socket 2 out of the mailbox. */
	if (turn_of(1, 2))
		sock[2] = EXPECT_STEP(2, -EAGAIN, receive_descriptor());

	/* 3: Actor 0 sends socket 0 to the mailbox. */
	if (turn_of(0, 3))
		EXPECT_STEP(3, OK, send_descriptor(sock[0]));

	/* 4: Actor 0 sends socket 1 to the mailbox. */
	if (turn_of(0, 4))
		EXPECT_STEP(4, -EBADF, send_descriptor(sock[1]));

	/* 5: Actor 0 closes socket 0. */
	if (turn_of(0, 5))
		EXPECT_STEP(5, OK, close_descriptor(&sock[0]));

	/* 6: Actor 1 receives socket 2 out of the mailbox. */
	if (turn_of(1, 6))
		replace(&sock[2], EXPECT_STEP(6, OK, receive_descriptor()));

	/* 7: Actor 1 binds socket 2 to 127.0.0.1, port a. */
	if (turn_of(1, 7))
		EXPECT_STEP(7, OK, bind_address(sock[2], ipv4(AF_INET, "127.0.0.1", port('a'))));

	/* 8: Actor 0 takes socket 2 of actor 1 as socket 0. */
	if (turn_of(0, 8))
		replace(&sock[0], EXPECT_STEP(8, OK, take_descriptor(1, 2)));

	/* 9: Actor 0 takes socket 3 of actor 1 as socket 1. */
	if (turn_of(0, 9))
		EXPECT_STEP(9, -EBADF, take_descriptor(1, 3));

	/* 10: Actor 0 takes a descriptor of /dev/null from actor 1. */
	if (turn_of(0, 10))
		EXPECT_STEP(10, OK, take_file(1));

	/* 11: Actor 0 traces actor 1 by PTRACE_ATTACH. */
	if (turn_of(0, 11))
		EXPECT_STEP(11, OK, trace_actor(1, PTRACE_ATTACH));

	/* 12: Actor 1 traces actor 0 by PTRACE_SEIZE. */
	if (turn_of(1, 12))
		EXPECT_STEP(12, OK, trace_actor(0, PTRACE_SEIZE));

	/* 13: Actor 1 makes a sibling, which asks its parent to trace it. */
	if (turn_of(1, 13))
		EXPECT_STEP(13, OK, trace_sibling());

	/* 14: Actor 0 opens the descriptor of /dev/null of actor 1 in /proc. */
	if (turn_of(0, 14))
		EXPECT_STEP(14, OK, open_proc_fd(1));

	/* 15: Actor 1 opens the network namespace of actor 0 in /proc. */
	if (turn_of(1, 15))
		EXPECT_STEP(15, OK, open_proc_ns(0));

	/* 16: Actor 0 asks for the port of socket 0. */
	if (turn_of(0, 16))
		EXPECT_PORT(16, port('a'), local_port(sock[0]));
}

/* Program 000000000175. */
TEST(actors_take_turns_5)
{
	int *const sock = sockets();

	/* 0: Actor 0 forks actor 1. */
	if (turn_of(0, 0))
		EXPECT_STEP(0, OK, fork_actor(1));

	/* 1: Actor 1 enters a user namespace of its own. */
	if (turn_of(1, 1))
		EXPECT_STEP(1, OK, unshare_namespace(CLONE_NEWUSER));

	/* 2: Actor 1 enters a network namespace of its own. */
	if (turn_of(1, 2))
		EXPECT_STEP(2, OK, unshare_namespace(CLONE_NEWNET));

	/* 3: Actor 1 opens socket 0: AF_INET, SOCK_STREAM. */
	if (turn_of(1, 3))
		sock[0] = EXPECT_STEP(3, OK, open_socket(AF_INET, SOCK_STREAM, IPPROTO_IP));

	/* 4: Actor 1 binds socket 0 to 127.0.0.1, port a. */
	if (turn_of(1, 4))
		EXPECT_STEP(4, OK, bind_address(sock[0], ipv4(AF_INET, "127.0.0.1", port('a'))));

	/* 5: Actor 0 enters the network namespace of actor 1. */
	if (turn_of(0, 5))
		EXPECT_STEP(5, OK, enter_namespace_of(1, CLONE_NEWNET));

	/* 6: Actor 0 opens socket 0: AF_INET, SOCK_STREAM. */
	if (turn_of(0, 6))
		replace(&sock[0],
			EXPECT_STEP(6, OK, open_socket(AF_INET, SOCK_STREAM, IPPROTO_IP)));

	/* 7: Actor 0 binds socket 0 to 127.0.0.1, port a. */
	if (turn_of(0, 7))
		EXPECT_STEP(7, -EADDRINUSE,
			    bind_address(sock[0], ipv4(AF_INET, "127.0.0.1", port('a'))));

	/* 8: Actor 0 enters the user namespace of actor 1. */
	if (turn_of(0, 8))
		EXPECT_STEP(8, OK, enter_namespace_of(1, CLONE_NEWUSER));

	/* 9: Actor 0 enters the user namespace of actor 1. */
	if (turn_of(0, 9))
		EXPECT_STEP(9, -EINVAL, enter_namespace_of(1, CLONE_NEWUSER));
}

/* Program 000000000176. */
TEST(actors_take_turns_6)
{
	/* 0: Adds rules while a thread enforces the ruleset, 100 times. */
	EXPECT_VALUE(0, 100, race_add_rule_restrict(100));
}

/* Program 000000001710. */
TEST(actors_take_turns_10)
{
	/* 0: Lets a sibling thread look at /proc/self/exe again and again. */
	EXPECT_STEP(0, OK, start_looking("/proc/self/exe"));
}

/* Program 000000000177. */
TEST(actors_take_turns_7)
{
	int *const sock = sockets();
	int *const ruleset = rulesets();

	make_mailbox();

	/* 0: Actor 0 forks actor 1. */
	if (turn_of(0, 0))
		EXPECT_STEP(0, OK, fork_actor(1));

	/* 1: Actor 1 creates ruleset 0 from 16 bytes: handles bind_tcp. */
	const struct landlock_ruleset_attr attr_1 = {
		.handled_access_net = LANDLOCK_ACCESS_NET_BIND_TCP,
	};

	if (turn_of(1, 1))
		ruleset[0] = EXPECT_STEP(1, OK, create_ruleset(&attr_1, 16, 0));

	/* 2: Actor 1 sends ruleset 0 to the mailbox. */
	if (turn_of(1, 2))
		EXPECT_STEP(2, OK, send_descriptor(ruleset[0]));

	/* 3: Actor 0 receives ruleset 0 out of the mailbox. */
	if (turn_of(0, 3))
		replace(&ruleset[0], EXPECT_STEP(3, OK, receive_descriptor()));

	/* 4: Actor 0 takes ruleset 0 of actor 1 as ruleset 1. */
	if (turn_of(0, 4))
		ruleset[1] = EXPECT_STEP(4, OK, take_ruleset(1, 0));

	/* 5: Actor 0 duplicates the descriptor of ruleset 1 as ruleset 2. */
	if (turn_of(0, 5))
		ruleset[2] = EXPECT_STEP(5, OK, duplicate(ruleset[1]));

	/* 6: Actor 0 closes the descriptor of ruleset 1. */
	if (turn_of(0, 6))
		EXPECT_STEP(6, OK, close_descriptor(&ruleset[1]));

	/* 7: Actor 0 closes the descriptor of ruleset 1. */
	if (turn_of(0, 7))
		EXPECT_STEP(7, -EBADF, close_descriptor(&ruleset[1]));

	/* 8: Actor 0 adds a rule to ruleset 2: bind_tcp on port a. */
	if (turn_of(0, 8))
		EXPECT_STEP(8, OK,
			    add_net_port(ruleset[2], LANDLOCK_ACCESS_NET_BIND_TCP, port('a'), 0));

	/* 9: Actor 0 enforces ruleset 0. */
	if (turn_of(0, 9))
		EXPECT_STEP(9, OK, restrict_self(ruleset[0], 0));

	/* 10: Actor 0 opens socket 0: AF_INET, SOCK_STREAM. */
	if (turn_of(0, 10))
		sock[0] = EXPECT_STEP(10, OK, open_socket(AF_INET, SOCK_STREAM, IPPROTO_IP));

	/* 11: Actor 0 binds socket 0 to 127.0.0.1, port b. */
	if (turn_of(0, 11))
		EXPECT_STEP(11, -EACCES,
			    bind_address(sock[0], ipv4(AF_INET, "127.0.0.1", port('b'))));

	/* 12: Actor 0 binds socket 0 to 127.0.0.1, port a. */
	if (turn_of(0, 12))
		EXPECT_STEP(12, OK, bind_address(sock[0], ipv4(AF_INET, "127.0.0.1", port('a'))));
}

/* Program 000000000178. */
TEST(actors_take_turns_8)
{
	int sock[1] = { -1 };
	int ruleset[1] = { -1 };

	MAKE(EARLY_THREAD);

	/* 0: Creates ruleset 0 from 16 bytes: handles bind_tcp, by a new thread. */
	const struct landlock_ruleset_attr attr_0 = {
		.handled_access_net = LANDLOCK_ACCESS_NET_BIND_TCP,
	};

	ruleset[0] = EXPECT_STEP(0, OK, BY(THREAD, create_ruleset(&attr_0, 16, 0)));

	/* 1: Creates ruleset 1 from SIZE_MAX bytes: handles bind_tcp, by a new thread. */
	const struct landlock_ruleset_attr attr_1 = {
		.handled_access_net = LANDLOCK_ACCESS_NET_BIND_TCP,
	};

	EXPECT_STEP(1, -E2BIG, BY(THREAD, create_ruleset(&attr_1, SIZE_MAX, 0)));

	/* 2: Adds a rule to ruleset 0: bind_tcp on port a, by a child of fork(2). */
	EXPECT_STEP(2, OK,
		    BY(FORK, add_net_port(ruleset[0], LANDLOCK_ACCESS_NET_BIND_TCP, port('a'), 0)));

	/* 3: Drops all capabilities, by the thread that was made first. */
	EXPECT_STEP(3, OK, BY(EARLY_THREAD, drop_caps()));

	/* 4: Enforces ruleset 0, by the thread that was made first. */
	EXPECT_STEP(4, -EPERM, BY(EARLY_THREAD, restrict_self(ruleset[0], 0)));

	/* 5: Sets no_new_privs, by the thread that was made first. */
	EXPECT_STEP(5, OK, BY(EARLY_THREAD, set_no_new_privs()));

	/* 6: Enforces ruleset 0, by the thread that was made first. */
	EXPECT_STEP(6, OK, BY(EARLY_THREAD, restrict_self(ruleset[0], 0)));

	/* 7: Enforces ruleset 0, by a child after execve(2). */
	EXPECT_STEP(7, -EBADF, BY(EXEC, restrict_self(ruleset[0], 0)));

	/* 8: Enforces ruleset 0, by a child of vfork(2). */
	EXPECT_STEP(8, OK, BY(VFORK, restrict_self(ruleset[0], 0)));

	/* 9: Opens socket 0: AF_INET, SOCK_STREAM. */
	sock[0] = EXPECT_STEP(9, OK, open_socket(AF_INET, SOCK_STREAM, IPPROTO_IP));

	/* 10: Binds socket 0 to 127.0.0.1, port b, by the thread that was made first. */
	EXPECT_STEP(10, -EACCES,
		    BY(EARLY_THREAD, bind_address(sock[0], ipv4(AF_INET, "127.0.0.1", port('b')))));

	/* 11: Binds socket 0 to 127.0.0.1, port b. */
	EXPECT_STEP(11, OK, bind_address(sock[0], ipv4(AF_INET, "127.0.0.1", port('b'))));
}

/* Program 000000000179. */
TEST(actors_take_turns_9)
{
	int *const sock = sockets();

	MAKE(EARLY_THREAD);

	/* 0: Actor 0 forks actor 1. */
	if (turn_of(0, 0))
		EXPECT_STEP(0, OK, fork_actor(1));

	/* 1: Actor 0 sends SIGUSR1 to actor 1. */
	if (turn_of(0, 1))
		EXPECT_STEP(1, OK, signal_actor(1, SIGUSR1));

	/* 2: Actor 0 sends SIGUSR1 to actor 1, by pidfd_send_signal(2), by a child of fork(2). */
	if (turn_of(0, 2))
		EXPECT_STEP(2, OK, BY(FORK, signal_by_pidfd(1, SIGUSR1)));

	/* 3: Actor 1 takes SIGUSR1 if it came. */
	if (turn_of(1, 3))
		EXPECT_STEP(3, OK, await_signal(SIGUSR1));

	/* 4: Actor 1 sends SIGURG to actor 0, by tgkill(2). */
	if (turn_of(1, 4))
		EXPECT_STEP(4, OK, signal_thread(0, SIGURG));

	/* 5: Actor 1 sends SIGIO to the thread of actor 0 that was made first, by tgkill(2). */
	if (turn_of(1, 5))
		EXPECT_STEP(5, OK, signal_early_thread(0, SIGIO));

	/* 6: Actor 0 takes SIGIO if it came. */
	if (turn_of(0, 6))
		EXPECT_STEP(6, -EAGAIN, await_signal(SIGIO));

	/* 7: Actor 0 takes SIGIO if it came, by the thread that was made first. */
	if (turn_of(0, 7))
		EXPECT_STEP(7, OK, BY(EARLY_THREAD, await_signal(SIGIO)));

	/* 8: Actor 0 makes actor 1 the owner of socket 0. */
	if (turn_of(0, 8))
		EXPECT_STEP(8, -EBADF, set_owner(sock[0], 1, 0));

	/* 9: Actor 1 makes actor 1 the owner of socket 0, with O_ASYNC. */
	if (turn_of(1, 9))
		EXPECT_STEP(9, -EBADF, set_owner(sock[0], 1, O_ASYNC));

	/* 10: Actor 0 sends an urgent byte from socket 0. */
	if (turn_of(0, 10))
		EXPECT_STEP(10, -EBADF, send_urgent(sock[0]));
}
