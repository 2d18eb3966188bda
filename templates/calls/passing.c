// SPDX-License-Identifier: GPL-2.0 OR MIT

#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdalign.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "actors.h"
#include "passing.h"
#include "sandbox.h"

#if NEED(mailbox)
/* The same numbers in every process: they are there before any is forked. */
static int entrance = -1;
static int outlet = -1;

/* A byte, which has to be sent, with a descriptor beside it. */
struct letter {
	char byte;
	struct iovec data;
	alignas(struct cmsghdr) char control[CMSG_SPACE(sizeof(int))];
	struct msghdr message;
};

static void fold(struct letter *const letter)
{
	*letter = (struct letter){
		.data.iov_len = 1,
		.message.msg_iovlen = 1,
		.message.msg_controllen = sizeof(letter->control),
	};
	letter->data.iov_base = &letter->byte;
	letter->message.msg_iov = &letter->data;
	letter->message.msg_control = letter->control;
}

void make_mailbox(void)
{
	int pair[2];

#if NEED(turns)
	/* Further actors come here, too, and find it made. */
	if (!turn_of(0, 0))
		return;
#endif
	entrance = -1;
	outlet = -1;
	/* Each letter by itself: descriptors of two do not come at once. */
	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair))
		return;
	entrance = pair[0];
	outlet = pair[1];
}
#endif

#if NEED(send_descriptor)
int send_descriptor(const int fd)
{
	struct letter letter;
	struct cmsghdr *header;

	fold(&letter);
	header = CMSG_FIRSTHDR(&letter.message);
	header->cmsg_level = SOL_SOCKET;
	header->cmsg_type = SCM_RIGHTS;
	header->cmsg_len = CMSG_LEN(sizeof(fd));
	memcpy(CMSG_DATA(header), &fd, sizeof(fd));
	return sendmsg(entrance, &letter.message, MSG_NOSIGNAL | MSG_DONTWAIT) < 0 ? -errno : 0;
}
#endif

#if NEED(receive_descriptor)
int receive_descriptor(void)
{
	struct letter letter;
	const struct cmsghdr *header;
	int fd;

	fold(&letter);
	if (recvmsg(outlet, &letter.message, MSG_DONTWAIT) < 0)
		return -errno;
	header = CMSG_FIRSTHDR(&letter.message);
	if (!header)
		return letter.message.msg_flags & MSG_CTRUNC ? DROPPED : -EPROTO;
	memcpy(&fd, CMSG_DATA(header), sizeof(fd));
	return fd;
}
#endif

#if NEED(OP_TAKE_FD) || NEED(OP_TAKE_RULESET) || NEED(OP_TAKE_FILE)
static int take(const int actor, const int theirs)
{
	const int pidfd = pidfd_of(actor);
	int fd;

	if (pidfd < 0)
		return pidfd;
	fd = syscall(SYS_pidfd_getfd, pidfd, theirs, 0);
	if (fd < 0)
		fd = -errno;
	else
		/* Like every other descriptor of a program, it is there after execve(2). */
		fcntl(fd, F_SETFD, 0);
	close(pidfd);
	return fd;
}
#endif

#if NEED(OP_TAKE_FD)
int take_descriptor(const int actor, const int slot)
{
	return take(actor, socket_of(actor, slot));
}
#endif

#if NEED(OP_TAKE_RULESET)
int take_ruleset(const int actor, const int slot)
{
	return take(actor, ruleset_of(actor, slot));
}
#endif

#if NEED(OP_TAKE_FILE)
int take_file(const int actor)
{
	const int fd = take(actor, foreign_fd());

	if (fd < 0)
		return fd;
	close(fd);
	return 0;
}
#endif
