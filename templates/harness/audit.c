// SPDX-License-Identifier: GPL-2.0 OR MIT

#define _GNU_SOURCE
#include <errno.h>
#include <linux/audit.h>
#include <linux/netlink.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "audit.h"

#define PATIENCE_SECONDS 2
#define OTHERS_TRIES 100
#define OTHERS_MICROSECONDS 50000
#define RECEIVE_BUFFER (8 * 1024 * 1024)
#define BACKLOG_LIMIT 8192
#define LONGEST_RECORD 9000
#define FENCE "landlockstep-fence-%u"

#if NEED(audit)
struct request {
	struct nlmsghdr header;
	union {
		struct audit_status status;
		char text[64];
	};
};

union answer {
	struct nlmsghdr header;
	char bytes[NLMSG_SPACE(LONGEST_RECORD)];
};

/* What asks and is answered, and what the records are sent to. */
static int control_fd = -1;
static int records_fd = -1;
static struct audit_status status_before;
static uint32_t sequence;
static unsigned int fences;
/* The fence behind which the records count, and whether it has come. */
static unsigned int first_fence;
static bool started;

static int open_socket_for_audit(void)
{
	const struct timeval patience = {
		.tv_sec = PATIENCE_SECONDS,
	};
	const int size = RECEIVE_BUFFER;
	const int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_AUDIT);

	if (fd < 0)
		return -errno;
	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
	setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &size, sizeof(size));
	return fd;
}

/* Receives one message and ends it with a zero; returns its type, or -errno. */
static int receive(const int fd, union answer *const answer)
{
	const ssize_t received = recv(fd, answer, sizeof(*answer) - 1, 0);

	if (received < 0)
		return -errno;
	if (received < (ssize_t)NLMSG_HDRLEN)
		return -EBADMSG;
	answer->bytes[received] = '\0';
	return answer->header.nlmsg_type;
}

/* Sends a request and waits for its acknowledgement: 0, -errno, or a number that was asked for. */
static int ask(const int fd, struct request *const request, const int type, const size_t length)
{
	const struct sockaddr_nl kernel = {
		.nl_family = AF_NETLINK,
	};
	union answer answer;
	int received;

	request->header.nlmsg_len = NLMSG_LENGTH(length);
	request->header.nlmsg_type = type;
	request->header.nlmsg_flags = NLM_F_REQUEST | NLM_F_ACK;
	request->header.nlmsg_seq = ++sequence;
	if (sendto(fd, request, request->header.nlmsg_len, 0, (const struct sockaddr *)&kernel,
		   sizeof(kernel)) < 0)
		return -errno;

	while ((received = receive(fd, &answer)) >= 0)
		if (received == NLMSG_ERROR && answer.header.nlmsg_seq == sequence)
			return ((const struct nlmsgerr *)NLMSG_DATA(&answer.header))->error;
	return received;
}

static int set_status(const int fd, const struct audit_status status)
{
	struct request request = {
		.status = status,
	};

	return ask(fd, &request, AUDIT_SET, sizeof(request.status));
}

/* A thread of the kernel answers, some time after the acknowledgement. */
static int get_status(struct audit_status *const status)
{
	struct request request = {};
	union answer answer;
	int type = ask(control_fd, &request, AUDIT_GET, 0);

	if (type < 0)
		return type;
	while ((type = receive(control_fd, &answer)) >= 0) {
		if (type != AUDIT_GET)
			continue;
		memcpy(status, NLMSG_DATA(&answer.header), sizeof(*status));
		return 0;
	}
	return type;
}

int count_lost(void)
{
	const struct audit_status status = {
		.mask = AUDIT_STATUS_LOST,
	};

	return set_status(control_fd, status);
}

/* The records go to the socket by which a process makes itself known. */
static int become_receiver(void)
{
	const struct audit_status status = {
		.mask = AUDIT_STATUS_PID | AUDIT_STATUS_BACKLOG_LIMIT | AUDIT_STATUS_RATE_LIMIT,
		.pid = getpid(),
		.backlog_limit = BACKLOG_LIMIT,
	};

	return set_status(records_fd, status);
}

/*
 * Two who ask for the records would take them from each other, and the kernel
 * refuses the second, as long as the first one lives; a suite is soon done.
 */
static int become_receiver_in_turn(void)
{
	int err = become_receiver();

	for (int i = 0; i < OTHERS_TRIES && err == -EEXIST; i++) {
		usleep(OTHERS_MICROSECONDS);
		err = become_receiver();
	}
	return err;
}

int open_audit(void)
{
	int err;

	control_fd = open_socket_for_audit();
	if (control_fd < 0)
		return control_fd;
	records_fd = open_socket_for_audit();
	if (records_fd < 0)
		return records_fd;
	err = get_status(&status_before);
	return err ? err : become_receiver_in_turn();
}

void close_audit(void)
{
	const struct audit_status status = {
		.mask = AUDIT_STATUS_ENABLED | AUDIT_STATUS_PID | AUDIT_STATUS_BACKLOG_LIMIT |
			AUDIT_STATUS_RATE_LIMIT,
		.enabled = status_before.enabled,
		.backlog_limit = status_before.backlog_limit,
		.rate_limit = status_before.rate_limit,
	};

	set_status(control_fd, status);
}

/* A message of our own, which comes back as a record behind those that were made before it. */
static int send_fence(void)
{
	struct request request = {};
	const int length = snprintf(request.text, sizeof(request.text), FENCE, ++fences);

	return ask(control_fd, &request, AUDIT_USER, length + 1);
}

static bool is_fence(const int type, const char *const record, const unsigned int number)
{
	char mark[64];

	snprintf(mark, sizeof(mark), "'" FENCE "'", number);
	return type == AUDIT_USER && strstr(record, mark);
}

int enable_audit(const bool enabled)
{
	const struct audit_status status = {
		.mask = AUDIT_STATUS_ENABLED,
		.enabled = enabled,
	};

	return set_status(control_fd, status);
}

int begin_records(void)
{
	started = false;
	first_fence = fences + 1;
	return send_fence();
}

int receive_records(void (*const each)(int type, const char *record))
{
	union answer answer;
	int type, err;

	err = send_fence();
	if (err)
		return err;
	while ((type = receive(records_fd, &answer)) >= 0) {
		const char *const record = NLMSG_DATA(&answer.header);

		if (is_fence(type, record, fences))
			return started ? 0 : -ENOBUFS;
		if (is_fence(type, record, first_fence))
			started = true;
		else if (started)
			each(type, record);
	}
	/* The fence itself did not come in time. */
	return type == -EAGAIN ? -ENOBUFS : type;
}
#endif
