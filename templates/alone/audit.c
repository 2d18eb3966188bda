// SPDX-License-Identifier: GPL-2.0 OR MIT

/* Some records did not come, so nothing is known of what was logged. */
#define LOST 65539

/* Whoever wants to know what was logged writes its process here, and reads it there. */
static int asking_fd = -1;
static int answers_fd = -1;

/* The process that reads now. */
static pid_t reading_pid;

static const char *directory_path(void)
{
	return directory;
}

static void add_port(const char *const what, const int number)
{
	if (is_ephemeral(number))
		add(",%s=ephemeral", what);
	else
		add(",%s=%d", what, number);
}

static void add_path(const char *const value)
{
	const size_t parent = strlen(directory_path());
	const char *rest;
	char name[VALUE_SIZE];

	decode(value, name);
	rest = strstr(name, directory_path());
	if (rest && !rest[parent])
		add(",path=/");
	else
		add(",path=%s", rest && rest[parent] == '/' ? rest + parent : name);
}

static bool read_line(const int fd, char *const line, const size_t size)
{
	for (size_t at = 0; at < size && read(fd, line + at, 1) == 1; at++) {
		if (line[at] == '\n') {
			line[at] = '\0';
			return true;
		}
	}
	return false;
}

static int start_records(void)
{
	int err = open_audit();

	if (err)
		return err;
	err = enable_audit(true);
	count_lost();
	return err ? err : begin_records();
}

static bool has_all_records(void)
{
	start_text();
	return receive_records(add_record) == 0 && count_lost() == 0 && end_text();
}

/* Answers until nobody is there any more who could ask. */
static void listen_for_good(const int questions, const int answers)
{
	char line[16];
	const int err = start_records();

	/* The others may be interrupted, and then end this process as well. */
	signal(SIGINT, SIG_IGN);
	signal(SIGPIPE, SIG_IGN);
	dprintf(answers, "%d\n", err);
	while (!err && read_line(questions, line, sizeof(line))) {
		reading_pid = atoi(line);
		dprintf(answers, "%s\n", has_all_records() ? text_of_records() : "lost");
	}
	close_audit();
}

/* A process with all privileges, which no sandbox binds; nobody waits for it. */
static int start_listener(void)
{
	int to[2], from[2];
	char line[16];

	if (pipe2(to, O_CLOEXEC) || pipe2(from, O_CLOEXEC))
		return -errno;
	if (fork() == 0) {
		close(to[1]);
		close(from[0]);
		if (fork() == 0)
			listen_for_good(to[0], from[1]);
		_exit(EXIT_SUCCESS);
	}
	wait(NULL);
	close(to[0]);
	close(from[1]);
	asking_fd = to[1];
	answers_fd = from[0];
	return read_line(answers_fd, line, sizeof(line)) ? atoi(line) : -EIO;
}

/* Which of these was logged since the last time: its place among them, or -EBADMSG. */
#define LOGGED(...) which_of((const char *const[]){ __VA_ARGS__ }, COUNT_TEXTS(__VA_ARGS__))

static int which_of(const char *const known[], const int count)
{
	static char text[TEXT_SIZE];

	dprintf(asking_fd, "%d\n", getpid());
	if (!read_line(answers_fd, text, sizeof(text)) || !strcmp(text, "lost"))
		return LOST;
	printf("# %s\n", text);
	for (int i = 0; i < count; i++)
		if (!strcmp(text, known[i]))
			return i;
	return -EBADMSG;
}
