// SPDX-License-Identifier: GPL-2.0 OR MIT

#define _GNU_SOURCE
#include <errno.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "calls.h"
#include "race.h"
#include "races.h"
#include "sandbox.h"

/* An address that no device has: a bind to it is judged, and then refused by the stack. */
#define NOWHERE_HOST "192.0.2.1"

/* Up to the rights of the network. */
#define ATTR_SIZE 16

#if NEED(race_addrform_send) || NEED(race_reuseport_autobind)
static int recv_now(const int fd)
{
	char byte;

	return call(SYS_recvfrom, fd, (long)&byte, 1, MSG_DONTWAIT, 0, 0);
}

static int bound_socket(const int port)
{
	const int fd = open_socket(AF_INET, SOCK_DGRAM, 0);

	return bind_address(fd, ipv4(AF_INET, "127.0.0.1", port)) < 0 ? -1 : fd;
}

static int udp_ruleset(const bool may_be_given_a_port)
{
	const struct landlock_ruleset_attr attr = {
		.handled_access_net =
			LANDLOCK_ACCESS_NET_BIND_UDP | LANDLOCK_ACCESS_NET_CONNECT_SEND_UDP,
	};
	const int fd = create_ruleset(&attr, ATTR_SIZE, 0);

	add_net_port(fd, LANDLOCK_ACCESS_NET_CONNECT_SEND_UDP, port('a'), 0);
	if (may_be_given_a_port)
		add_net_port(fd, LANDLOCK_ACCESS_NET_BIND_UDP, 0, 0);
	else
		add_net_port(fd, LANDLOCK_ACCESS_NET_BIND_UDP, port('b'), 0);
	return fd;
}

static long send_to(const struct address *const address)
{
	return call(SYS_sendto, race.sock, (long)"", 1, MSG_DONTWAIT | MSG_NOSIGNAL,
		    (long)&address->any, address->length);
}

static struct address denied[3];
#endif

#if NEED(race_addrform_send)
static void send_to_denied_port(const int try)
{
	race.verdicts[0] = send_to(&denied[try % 3]);
}

static int send_in_sandbox(void *const unused)
{
	(void)unused;
	return act_in_sandbox(send_to_denied_port);
}

/* A socket of IPv6 that may become one of IPv4. */
static int mapped_socket(void)
{
	const int fd = open_socket(AF_INET6, SOCK_DGRAM, 0);

	connect_address(fd, ipv6(AF_INET6, "::ffff:127.0.0.1", port('a')));
	return fd;
}

enum sent {
	CAME_THROUGH,
	SENT,
	DENIED,
	REFUSED,
};

static enum sent sent_as(const int returned, const int receiver)
{
	if (recv_now(receiver) >= 0)
		return CAME_THROUGH;
	if (returned >= 0)
		return SENT;
	return returned == -EACCES ? DENIED : REFUSED;
}

int race_addrform_send(const int tries)
{
	static const char *const names[KINDS] = { "came through", "sent", "denied", "refused" };
	const int allowed = bound_socket(port('a'));
	const int receiver = bound_socket(port('b'));
	int try, set_up;

	denied[0] = *ipv4(AF_UNSPEC, "127.0.0.1", port('b'));
	denied[1] = *ipv4(AF_INET, "127.0.0.1", port('b'));
	denied[2] = *ipv6(AF_INET6, "::ffff:127.0.0.1", port('b'));
	race.ruleset = udp_ruleset(true);
	begin_counting();
	set_up = begin_race(send_in_sandbox);
	for (try = 0; set_up == 0 && try < tries; try++) {
		enum sent sent;

		race.sock = mapped_socket();
		begin_try(try);
		set_option(race.sock, IPPROTO_IPV6, IPV6_ADDRFORM, AF_INET);
		end_try(try);
		sent = sent_as(race.verdicts[0], receiver);
		close(race.sock);
		if (!count(try, sent, DENIED))
			break;
	}
	end_race();
	print_counts(names);
	close(receiver);
	close(allowed);
	return set_up ? set_up : try;
}
#endif

#if NEED(race_reuseport_autobind)
static void send_without_port(const int try)
{
	(void)try;
	race.verdicts[0] = send_to(&denied[0]);
}

static int send_unbound(void *const unused)
{
	(void)unused;
	return act_in_sandbox(send_without_port);
}

enum given {
	GIVEN_ANOTHER,
	SENT_WITHOUT,
	WAS_DENIED,
	SENT_AFTER,
};

/* The socket may have the port of the bind, or none; what is sent has that one. */
static enum given given_to(const int bound, const int sent)
{
	const int number = local_port(race.sock);

	if (number != (bound == 0 ? port('b') : 0))
		return GIVEN_ANOTHER;
	if (sent == -EACCES)
		return WAS_DENIED;
	return bound == 0 ? SENT_AFTER : SENT_WITHOUT;
}

/* Every other time somebody holds the port who does not share it. */
static void share(const int fd, const int holder, const int try)
{
	set_option(holder, SOL_SOCKET, SO_REUSEPORT, try % 2);
	set_option(fd, SOL_SOCKET, SO_REUSEPORT, 1);
}

int race_reuseport_autobind(const int tries)
{
	static const char *const names[KINDS] = { "given another port", "sent without a port",
						  "denied", "sent after the bind" };
	const int receiver = bound_socket(port('a'));
	const int holder = open_socket(AF_INET, SOCK_DGRAM, 0);
	int try, set_up;

	set_option(holder, SOL_SOCKET, SO_REUSEPORT, 1);
	bind_address(holder, ipv4(AF_INET, "127.0.0.1", port('b')));
	denied[0] = *ipv4(AF_INET, "127.0.0.1", port('a'));
	race.ruleset = udp_ruleset(false);
	begin_counting();
	set_up = begin_race(send_unbound);
	for (try = 0; set_up == 0 && try < tries; try++) {
		enum given given;
		int bound;

		race.sock = open_socket(AF_INET, SOCK_DGRAM, 0);
		share(race.sock, holder, try);
		begin_try(try);
		bound = bind_address(race.sock, ipv4(AF_INET, "127.0.0.1", port('b')));
		end_try(try);
		given = given_to(bound, race.verdicts[0]);
		recv_now(receiver);
		close(race.sock);
		if (!count(try, given, WAS_DENIED))
			break;
	}
	end_race();
	print_counts(names);
	close(holder);
	close(receiver);
	return set_up ? set_up : try;
}
#endif

#if NEED(race_add_rule_restrict)
static struct address asked[3];

/* Enforces, and asks for each port: the verdict comes before what the stack says. */
static int enforce_and_ask(void *const unused)
{
	(void)unused;
	race.returned = call(__NR_landlock_restrict_self, race.ruleset, 0, 0, 0, 0, 0);
	for (int i = 0; i < 3; i++)
		race.verdicts[i] = call(SYS_bind, race.sock, (long)&asked[i].any,
					  asked[i].length, 0, 0, 0);
	call(SYS_exit, 0, 0, 0, 0, 0, 0);
	return 0;
}

enum enforced {
	OTHER_PORT,
	OUT_OF_ORDER,
	NOT_ENFORCED,
	NO_RULE,
	FIRST_RULE,
	BOTH_RULES,
};

/* Rules are added in order, so whoever has the second has the first. */
static enum enforced enforced_as(void)
{
	const bool first = race.verdicts[0] != -EACCES;
	const bool second = race.verdicts[1] != -EACCES;

	if (race.returned)
		return NOT_ENFORCED;
	if (race.verdicts[2] != -EACCES)
		return OTHER_PORT;
	if (second)
		return first ? BOTH_RULES : OUT_OF_ORDER;
	return first ? FIRST_RULE : NO_RULE;
}

static enum enforced enforce_once(const int try)
{
	const struct landlock_ruleset_attr attr = {
		.handled_access_net = LANDLOCK_ACCESS_NET_BIND_TCP,
	};

	race.ruleset = create_ruleset(&attr, ATTR_SIZE, 0);
	if (!start_partner(enforce_and_ask))
		return NOT_ENFORCED;
	stagger(try);
	add_net_port(race.ruleset, attr.handled_access_net, port('a'), 0);
	if (try % 2)
		call(SYS_sched_yield, 0, 0, 0, 0, 0, 0);
	add_net_port(race.ruleset, attr.handled_access_net, port('b'), 0);
	await_partner();
	close(race.ruleset);
	return enforced_as();
}

int race_add_rule_restrict(const int tries)
{
	static const char *const names[KINDS] = { "another port",    "out of order",
						  "not enforced",    "without a rule",
						  "with the first",  "with both" };
	int try;

	begin_counting();
	for (int i = 0; i < 3; i++)
		asked[i] = *ipv4(AF_INET, NOWHERE_HOST, port('a' + i));
	race.sock = open_socket(AF_INET, SOCK_STREAM, 0);
	for (try = 0; try < tries; try++) {
		if (!count(try, enforce_once(try), NO_RULE))
			break;
	}
	close(race.sock);
	print_counts(names);
	return try;
}
#endif
