// SPDX-License-Identifier: GPL-2.0 OR MIT
/* Tests that read what is logged: of one the kernel is told to drop records. */

#include <linux/audit.h>
#include <linux/netlink.h>
#include <sys/socket.h>
#include <unistd.h>

#include "harness.h"

LAW("records");

const char *const laws[] = { "records", NULL };
const int reserved_ports[] = { RDS_TCP_PORT, 0 };
const char suite_id[] = "0123012301230123012301230123012301230123012301230123012301230123";

/* So many records a second, and no more; 0 for any number. */
static int limit_rate(const unsigned int rate)
{
	const struct {
		struct nlmsghdr header;
		struct audit_status status;
	} request = {
		.header = {
			.nlmsg_len = sizeof(request),
			.nlmsg_type = AUDIT_SET,
			.nlmsg_flags = NLM_F_REQUEST,
		},
		.status = {
			.mask = AUDIT_STATUS_RATE_LIMIT,
			.rate_limit = rate,
		},
	};
	const struct sockaddr_nl kernel = {
		.nl_family = AF_NETLINK,
	};
	const int fd = socket(AF_NETLINK, SOCK_RAW, NETLINK_AUDIT);
	const long sent = sendto(fd, &request, sizeof(request), 0,
				 (const struct sockaddr *)&kernel, sizeof(kernel));

	close(fd);
	return sent == sizeof(request) ? 0 : -EPERM;
}

static int enforce_on_bind(void)
{
	const struct landlock_ruleset_attr attr = {
		.handled_access_net = LANDLOCK_ACCESS_NET_BIND_TCP,
	};

	return restrict_self(create_ruleset(&attr, 16, 0), 0);
}

static int bind_somewhere(void)
{
	return bind_address(open_socket(AF_INET, SOCK_STREAM, 0),
			    ipv4(AF_INET, "127.0.0.1", port('a')));
}

#define RECORDS "deny(1,net.bind_tcp,saddr=127.0.0.1,src=a)+alloc(1,by=0)"

TEST_WITH_AUDIT(loses_some)
{
	EXPECT_STEP(0, OK, enforce_on_bind());
	EXPECT_STEP(1, OK, limit_rate(1));
	for (int step = 2; step < 8; step++)
		EXPECT_STEP(step, -EACCES, bind_somewhere());
	EXPECT_LOG(8, RECORDS, read_audit());
	EXPECT_STEP(9, OK, limit_rate(0));
}

TEST_WITH_AUDIT(has_all)
{
	EXPECT_STEP(0, OK, enforce_on_bind());
	EXPECT_STEP(1, -EACCES, bind_somewhere());
	EXPECT_LOG(2, RECORDS, read_audit());
	EXPECT_LOG(3, "none", read_audit());
}

TEST_WITH_AUDIT(expects_another)
{
	EXPECT_LOG(0, "deny(1,net.bind_tcp)", read_audit());
}
