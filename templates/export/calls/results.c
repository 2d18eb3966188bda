// SPDX-License-Identifier: GPL-2.0 OR MIT
#if NEED(outcome)
/* What a system call gave: 0, or -errno. */
static int outcome(const ssize_t returned)
{
	return returned < 0 ? -errno : 0;
}

#endif
#if NEED(value)
/* The value that a system call returned, or -errno. */
static int value(const long returned)
{
	return returned < 0 ? -errno : returned;
}

#endif
#if NEED(error_of)
/* What a helper that returns a descriptor gave: 0, or -errno. */
static int error_of(const int fd)
{
	return fd < 0 ? fd : 0;
}

#endif
