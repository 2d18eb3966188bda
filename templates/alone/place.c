// SPDX-License-Identifier: GPL-2.0 OR MIT

/* Nothing takes so long, unless it hangs. */
#define SECONDS 10

/* A step that goes on has its seconds again. */
static void renew_patience(void)
{
	alarm(SECONDS);
}

static void prepare(const char *const what, const int returned)
{
	if (returned >= 0)
		return;
	printf("Cannot be tried: no %s: %s.\n", what, strerror(-returned));
	exit(EXIT_SKIP);
}

static void give_up(const char *const what)
{
	prepare(what, -errno);
}

/* A network of its own, so that nothing is changed, and nothing of others is met. */
static void enter_namespaces(void)
{
	/* Root may do without a user namespace. */
	if (geteuid() != 0 || unshare(CLONE_NEWNET))
		enter_user_namespace();
	prepare("loopback device", bring_loopback_up());
}

static int set(const char *const setting, const char *const value)
{
	FILE *const file = fopen(setting, "w");

	if (!file)
		return -errno;
	fputs(value, file);
	return fclose(file) ? -errno : 0;
}

/* A closed connection does not keep its port for a minute. */
static int forget_connections(void)
{
	return set("/proc/sys/net/ipv4/tcp_max_tw_buckets", "0");
}

/* In a new network no group may open a ping socket. */
static int open_to_ping(void)
{
	return set("/proc/sys/net/ipv4/ping_group_range", "0 0");
}

static char directory[] = "/tmp/reproducer-XXXXXX";

static int make_directory(void)
{
	return mkdtemp(directory) ? 0 : -errno;
}

/* Opened before the sandbox, which may not let it be opened. */
static int directory_fd(void)
{
	static int fd = -1;

	if (fd < 0)
		fd = open(directory, O_PATH | O_DIRECTORY | O_CLOEXEC);
	return fd;
}

/* Only UNIX sockets are in it. */
static void remove_directory(void)
{
	DIR *const stream = opendir(directory);
	const struct dirent *entry;

	while (stream && (entry = readdir(stream)))
		unlinkat(dirfd(stream), entry->d_name, 0);
	if (stream)
		closedir(stream);
	rmdir(directory);
}

/* Goes on as a child; its parent stays out of any sandbox, and cleans up. */
static void leave_a_cleaner(void)
{
	int status;

	if (fork() == 0)
		return;
	wait(&status);
	remove_directory();
	exit(WIFEXITED(status) ? WEXITSTATUS(status) : EXIT_SKIP);
}

static int make_mailbox(void)
{
	int pair[2];

	/* Each message by itself: descriptors of two do not come at once. */
	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair))
		return -errno;
	entrance = pair[0];
	outlet = pair[1];
	return 0;
}

static int read_taint(void)
{
	int taint = 0;
	FILE *const file = fopen("/proc/sys/kernel/tainted", "r");

	if (file && fscanf(file, "%d", &taint) != 1)
		taint = 0;
	if (file)
		fclose(file);
	return taint;
}

static bool covers(const int expected, const int answer)
{
	return expected == answer || (expected == NOT_DENIED && answer != -EACCES);
}
