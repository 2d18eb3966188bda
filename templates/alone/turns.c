// SPDX-License-Identifier: GPL-2.0 OR MIT

/* What the processes share: how many steps were taken, what they gave, and who has what. */
static struct stage {
	int turn;
	int got[MAX_STEPS];
	bool went_elsewhere;
	bool is_shown;
	pid_t pids[MAX_ACTORS];
	int sockets[MAX_ACTORS][MAX_SLOTS];
	int rulesets[MAX_ACTORS][MAX_SLOTS];
} *stage;

/* Which actor this process is, what it has, and whether the step is its own. */
static int actor_here;
static int *sock;
static int *ruleset;
static bool takes_step;

static void become(const int actor)
{
	actor_here = actor;
	sock = stage->sockets[actor];
	ruleset = stage->rulesets[actor];
	stage->pids[actor] = getpid();
}

static int set_stage(void)
{
	stage = mmap(NULL, sizeof(*stage), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS,
		     -1, 0);
	if (stage == MAP_FAILED)
		return -errno;
	memset(stage->sockets, -1, sizeof(stage->sockets));
	memset(stage->rulesets, -1, sizeof(stage->rulesets));
	become(0);
	return 0;
}

static bool is_actor(const int actor, const pid_t pid)
{
	return stage->pids[actor] == pid;
}

/* Waits for the step if it is this actor's. */
static bool turn_of(const int actor, const int step)
{
	takes_step = actor == actor_here;
	if (!takes_step)
		return false;
	while (__atomic_load_n(&stage->turn, __ATOMIC_ACQUIRE) < step)
		usleep(200);
	return true;
}

static void pass_turn(void)
{
	if (takes_step)
		__atomic_add_fetch(&stage->turn, 1, __ATOMIC_RELEASE);
	takes_step = false;
}

/* The child goes on behind the step, which is its parent's. */
static int fork_actor(const int actor)
{
	pid_t pid;

	memcpy(stage->sockets[actor], sock, sizeof(stage->sockets[actor]));
	memcpy(stage->rulesets[actor], ruleset, sizeof(stage->rulesets[actor]));
	pid = fork();
	if (pid < 0)
		return -errno;
	if (pid == 0) {
		become(actor);
		takes_step = false;
		alarm(SECONDS);
	} else {
		stage->pids[actor] = pid;
	}
	return 0;
}

/* Nobody leaves early: the sockets of one are the peers of another. */
static bool is_child_at_end(const int steps)
{
	while (__atomic_load_n(&stage->turn, __ATOMIC_ACQUIRE) < steps)
		usleep(200);
	return actor_here != 0;
}

static int signal_actor(const int actor)
{
	if (!stage->pids[actor])
		return -ESRCH;
	return kill(stage->pids[actor], 0) ? -errno : 0;
}

static int pidfd_of(const int actor)
{
	return result(syscall(SYS_pidfd_open, stage->pids[actor], 0));
}

static int socket_of(const int actor, const int slot)
{
	return stage->sockets[actor][slot];
}
