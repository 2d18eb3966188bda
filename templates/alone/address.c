// SPDX-License-Identifier: GPL-2.0 OR MIT

/* Where the address that is passed next stands. */
static struct address current;

/* The ports of a race. */
static int port(const char letter)
{
	return LOWEST_PORT + letter - 'a';
}

static const struct address *unix_abstract(const char *const name)
{
	char path[sizeof(current.un.sun_path)] = "";
	const int length = snprintf(path + 1, sizeof(path) - 1, "%s", name);

	return unix_path(path, 1 + length);
}

static const struct address *unix_file(const char *const name)
{
	char path[sizeof(current.un.sun_path)];
	const int length = snprintf(path, sizeof(path), "%s/%s", directory, name);

	return unix_path(path, length + 1);
}

/* net.ipv4.ip_local_port_range of a new network namespace. */
static bool is_ephemeral(const int port)
{
	return port >= 32768 && port <= 60999;
}

/* The port, or that the kernel chose it. */
static int known_port(const int port)
{
	return is_ephemeral(port) ? EPHEMERAL : port;
}
