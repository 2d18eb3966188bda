// SPDX-License-Identifier: GPL-2.0 OR MIT
#if NEED(is_unsupported)
/* Whether the kernel was built without the sockets that were asked for. */
static bool is_unsupported(const int fd)
{
	return fd == -EAFNOSUPPORT || fd == -EPROTONOSUPPORT ||
	       fd == -ESOCKTNOSUPPORT;
}

#endif
#if NEED(open_socket)
static int open_socket(const int domain, const int type, const int protocol)
{
	return value(socket(domain, type, protocol));
}

#endif
#if NEED(open_socketpair)
static int open_socketpair(const int domain, const int type, const int protocol)
{
	int fds[2];

	if (socketpair(domain, type, protocol, fds))
		return -errno;
	close(fds[0]);
	close(fds[1]);
	return 0;
}

#endif
#if NEED(open_pair)
static int open_pair(const int type, int *const other_fd)
{
	int fds[2];

	if (socketpair(AF_UNIX, type, 0, fds))
		return -errno;
	*other_fd = fds[1];
	return fds[0];
}

#endif
