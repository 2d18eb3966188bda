// SPDX-License-Identifier: GPL-2.0 OR MIT
/* Tests that end in every way in which a test can end. */

#include <signal.h>
#include <unistd.h>

#include "harness.h"

LAW("troubles");

const char *const laws[] = { "peace", "troubles", NULL };
const int reserved_ports[] = { RDS_TCP_PORT, 0 };
const char suite_id[] = "0123012301230123012301230123012301230123012301230123012301230123";

TEST(is_as_expected)
{
	EXPECT_STEP(0, OK, 0);
	EXPECT_STEP(1, -EACCES, -EACCES);
	EXPECT_VALUE(2, 11, 11);
	EXPECT_PORT(3, port('c'), port('c'));
	EXPECT_PORT(4, EPHEMERAL, 40000);
	EXPECT_PORT(5, 40001, 40001);
}

TEST(fails)
{
	EXPECT_STEP(0, -EACCES, 5);
	EXPECT_ONE_OF(1, -EPERM, OK, -EACCES);
	EXPECT_STEP(2, OK, -524);
	EXPECT_VALUE(3, 11, 10);
	EXPECT_PORT(4, port('a'), 80);
}

TEST(crashes)
{
	EXPECT_STEP(0, OK, 0);
	raise(SIGSEGV);
	EXPECT_STEP(1, OK, 0);
}

TEST(exits)
{
	_exit(3);
}

TEST(hangs)
{
	EXPECT_STEP(0, OK, 0);
	for (;;)
		pause();
}

TEST(loses_an_actor)
{
	if (turn_of(0, 0))
		EXPECT_STEP(0, OK, fork_actor(1));
	if (turn_of(1, 1))
		raise(SIGKILL);
	if (turn_of(0, 2))
		EXPECT_STEP(2, OK, 0);
}

TEST(crashes_in_an_actor)
{
	if (turn_of(0, 0))
		EXPECT_STEP(0, OK, fork_actor(1));
	if (turn_of(1, 1))
		raise(SIGILL);
	if (turn_of(0, 2))
		EXPECT_STEP(2, OK, 0);
}

/* Whoever stays behind in a test would be seen by the next one. */
TEST(is_alone)
{
	int sock[1] = { -1 };

	sock[0] = EXPECT_STEP(0, OK, open_socket(AF_UNIX, SOCK_STREAM, 0));
	EXPECT_STEP(1, OK, bind_address(sock[0], unix_abstract("alone")));
}

TEST_WITH_DIRECTORY(crashes_with_a_path)
{
	int sock[1] = { -1 };

	sock[0] = EXPECT_STEP(0, OK, open_socket(AF_UNIX, SOCK_STREAM, 0));
	EXPECT_STEP(1, OK, bind_address(sock[0], unix_file("left")));
	raise(SIGKILL);
}

TEST_WITH_DIRECTORY(finds_no_path)
{
	int sock[1] = { -1 };

	sock[0] = EXPECT_STEP(0, OK, open_socket(AF_UNIX, SOCK_STREAM, 0));
	EXPECT_STEP(1, -ENOENT, connect_address(sock[0], unix_file("left")));
}

TEST(prints_results)
{
	static const char results[] = "  # steps EACCES\n  ok 12 prints_results\n# end\n";

	EXPECT_STEP(0, OK, write(STDOUT_FILENO, results, sizeof(results) - 1));
	if (fork() == 0) {
		execl("/bin/echo", "echo", results, NULL);
		_exit(0);
	}
	EXPECT_STEP(1, OK, 0);
}

TEST(leaves_the_port_of_rds_alone)
{
	use_ports_of((RDS_TCP_PORT - 1 - LOWEST_PORT) / PORTS_PER_TEST);
	EXPECT_VALUE(0, RDS_TCP_PORT - 1, port('a'));
	EXPECT_VALUE(1, RDS_TCP_PORT + 1, port('b'));
}
