// SPDX-License-Identifier: GPL-2.0 OR MIT
#if NEED(send_flags)
/* Fast Open connects before it sends. */
static int send_flags(const int fd, const int flags)
{
	if (!(flags & MSG_FASTOPEN))
		return flags | MSG_NOSIGNAL | MSG_DONTWAIT;
	limit_patience(fd);
	return flags | MSG_NOSIGNAL;
}

#endif
#if NEED(send_byte)
static int send_byte(const int fd, const int flags)
{
	return outcome(send(fd, "", 1, send_flags(fd, flags)));
}

#endif
#if NEED(sendto_byte)
/* To the peer where there is no address. */
static int sendto_byte(const int fd, const struct address *const address,
		       const int flags)
{
	struct sockaddr_storage storage;
	socklen_t length;

	if (!address)
		return outcome(send(fd, "", 1, send_flags(fd, flags)));
	length = write_address(address, &storage);
	return outcome(sendto(fd, "", 1, send_flags(fd, flags),
			      (struct sockaddr *)&storage, length));
}

#endif
#if NEED(sendmsg_byte) || NEED(sendmmsg_byte)
/* One byte, and where it goes. */
struct message {
	struct sockaddr_storage storage;
	struct iovec byte;
	struct mmsghdr header;
};

/* To the peer where there is no address. */
static void write_message(const struct address *const address,
			  struct message *const message)
{
	struct msghdr *const header = &message->header.msg_hdr;

	memset(message, 0, sizeof(*message));
	message->byte.iov_base = "";
	message->byte.iov_len = 1;
	header->msg_iov = &message->byte;
	header->msg_iovlen = 1;
	if (address) {
		header->msg_name = &message->storage;
		header->msg_namelen = write_address(address, &message->storage);
	}
}

#endif
#if NEED(sendmsg_byte)
static int sendmsg_byte(const int fd, const struct address *const address,
			const int flags)
{
	struct msghdr *header;
	struct message message;

	write_message(address, &message);
	header = &message.header.msg_hdr;
	return outcome(sendmsg(fd, header, send_flags(fd, flags)));
}

#endif
#if NEED(sendmmsg_byte)
static int sendmmsg_byte(const int fd, const struct address *const address,
			 const int flags)
{
	struct message message;

	write_message(address, &message);
	return outcome(sendmmsg(fd, &message.header, 1, send_flags(fd, flags)));
}

#endif
#if NEED(send_urgent)
static int send_urgent(const int fd)
{
	return outcome(send(fd, "", 1, MSG_OOB | MSG_NOSIGNAL | MSG_DONTWAIT));
}

#endif
#if NEED(recv_byte)
static int recv_byte(const int fd)
{
	char byte;

	wait_for_input(fd);
	return outcome(recv(fd, &byte, 1, MSG_DONTWAIT));
}

#endif
