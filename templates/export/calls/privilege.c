// SPDX-License-Identifier: GPL-2.0 OR MIT
#if NEED(set_no_new_privs)
static int set_no_new_privs(void)
{
	return outcome(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0));
}

#endif
#if NEED(keep_caps) || NEED(lower_caps)
/* Keeps what is permitted by the one mask, and effective what is by both. */
static int change_caps(const __u64 permitted, const __u64 effective)
{
	struct __user_cap_header_struct header = {
		.version = _LINUX_CAPABILITY_VERSION_3,
	};
	struct __user_cap_data_struct sets[_LINUX_CAPABILITY_U32S_3];

	if (capget(&header, sets))
		return -errno;
	for (int i = 0; i < _LINUX_CAPABILITY_U32S_3; i++) {
		sets[i].permitted &= permitted >> (32 * i);
		sets[i].effective = sets[i].permitted & (effective >> (32 * i));
		sets[i].inheritable = 0;
	}
	return outcome(capset(&header, sets));
}

#endif
#if NEED(keep_caps)
/* Gives up all other capabilities. */
static int keep_caps(const __u32 caps)
{
	return change_caps(caps, caps);
}

#endif
#if NEED(lower_caps)
/* Makes all other capabilities effective that are permitted. */
static int lower_caps(const __u32 caps)
{
	return change_caps(-1ULL, ~(__u64)caps);
}

#endif
#if NEED(open_file)
static int open_file(const char *const path, const int flags)
{
	const int fd = open(path, flags | O_CLOEXEC);

	if (fd < 0)
		return -errno;
	close(fd);
	return 0;
}

#endif
#if NEED(open_null)
/* A descriptor that is none of a ruleset. */
static int open_null(void)
{
	return value(open("/dev/null", O_RDONLY | O_CLOEXEC));
}

#endif
