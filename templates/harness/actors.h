/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * The processes of a test and the steps that they take in turn.
 *
 * Actor 0 runs the function of the test. A fork makes a process that runs it
 * from its start, with a copy of the descriptors; each process takes only the
 * steps of its own actor. All of them share the harness's memory, because a
 * copy of it takes longer than a whole test.
 */
#ifndef ACTORS_H
#define ACTORS_H

#include <stdbool.h>
#include <stdint.h>
#include <stdnoreturn.h>
#include <sys/types.h>

#define MAX_ACTORS 16
#define MAX_STEPS 512
#define MAX_ALLOWED 16
#define MAX_SLOTS 64

/* What a step may give, beside an errno as a negative number. */
#define OK 0
/* A port that the kernel chose; a number that is no port. */
#define EPHEMERAL 65536
/* Anything but a denial, for calls that no right is about. */
#define NOT_DENIED 65537
/* A message came without the descriptor that it had. */
#define DROPPED 65538
/* Nobody's address, and names of UNIX sockets by their letters: @a, /a and /in/a. */
#define NO_SENDER 65539
#define ABSTRACT_NAME(letter) (0x10100 | (letter))
#define PATH_NAME(letter) (0x10200 | (letter))
#define INNER_NAME(letter) (0x10300 | (letter))
/* A letter in place of names that are longer, or that the kernel chose. */
#define OTHER_NAME '?'
#define CHOSEN_NAME '*'

/* What a test may read of what is logged. */
#define LOG_AUDIT 1
#define LOG_EVENTS 2
#if ALONE

/* Nothing takes so many seconds, unless it hangs. */
#define PATIENCE 10
#endif

#if !ALONE
/* How the answer of a call is read: as success or not, a number, a port, or what was logged. */
enum reading {
	AS_OUTCOME,
	AS_VALUE,
	AS_PORT,
	AS_LOG,
};

struct step {
	enum reading reading;
	int observed;
	int allowed[MAX_ALLOWED];
	int allowed_count;
	/* Instead of the numbers; each stands where all processes of a test see it. */
	const char *observed_text;
	const char *allowed_texts[MAX_ALLOWED];
};
#endif

#if NEED(turns)
struct stage {
	/* How many steps were taken; who waits for a turn waits for this to change. */
	uint32_t turn;
	uint32_t forked;
	uint32_t arrived;
#if NEED(turn_at_once)
	/* Up to which step calls that begin together are prepared, and whether some ever are. */
	uint32_t prepared;
	bool are_meeting;
#endif
#if !ALONE
	/* How often a step said that it goes on. */
	uint32_t renewals;
#endif
	pid_t pids[MAX_ACTORS];
#if !ALONE
	struct step steps[MAX_STEPS];
#endif
};
#endif

#if !ALONE
extern struct stage stage;

/*
 * Starts actor 0 of a test and returns when it has ended, which no actor does
 * before the others; gives its process, or -1.
 */
pid_t start_actors(void (*run)(void));

/* Who calls this. */
int this_actor(void);

/* The descriptors of this actor by slot, -1 in those that nothing was put into. */
int *sockets(void);
int *rulesets(void);

/* Is this the actor's process? If so, returns when it is its turn to take the step. */
bool turn_of(int actor, int step);

/*
 * The same for a step that begins together with others: its place among them, how
 * many they are, and how much later than the one before it it begins. Its call then
 * waits for those of the others.
 */
bool turn_at_once(int actor, int step, int place, int size, int delay);

/* The call of a step is prepared: returns when those that it begins with are, too. */
void meet_others(void);

/* A step that takes its time goes on. */
void renew_patience(void);

/* Is this the process of the actor? */
bool is_actor(int actor, pid_t pid);

/* Makes the process of a further actor. */
int fork_actor(int actor);

/* The process of an actor, or 0 if there is none. */
pid_t pid_of(int actor);

/* Gives a descriptor of an actor's process, or -errno. */
int pidfd_of(int actor);

/* What an actor has in a slot for a socket, and in one for a ruleset. */
int socket_of(int actor, int slot);
int ruleset_of(int actor, int slot);

/* Notes what a step gave and what it may give, and returns what it gave. */
int end_step(int step, enum reading reading, int returned, int allowed_count, ...);

int end_log_step(int step, const char *observed, int allowed_count, ...);

bool is_allowed(const struct step *step);

/* Is this a port that the kernel may have chosen? */
bool is_ephemeral(int port);
#endif

#define COUNT(...) (sizeof((const int[]){ __VA_ARGS__ }) / sizeof(int))
#define COUNT_TEXTS(...) (sizeof((const char *const[]){ __VA_ARGS__ }) / sizeof(char *))

#define EXPECT_STEP(step, expected, call) end_step(step, AS_OUTCOME, call, 1, expected)
#define EXPECT_VALUE(step, expected, call) end_step(step, AS_VALUE, call, 1, expected)
#define EXPECT_PORT(step, expected, call) end_step(step, AS_PORT, call, 1, expected)
#define EXPECT_LOG(step, expected, call) end_log_step(step, call, 1, expected)

#define EXPECT_ONE_OF(step, call, ...) \
	end_step(step, AS_OUTCOME, call, COUNT(__VA_ARGS__), __VA_ARGS__)
#define EXPECT_VALUE_ONE_OF(step, call, ...) \
	end_step(step, AS_VALUE, call, COUNT(__VA_ARGS__), __VA_ARGS__)
#define EXPECT_PORT_ONE_OF(step, call, ...) \
	end_step(step, AS_PORT, call, COUNT(__VA_ARGS__), __VA_ARGS__)
#define EXPECT_LOG_ONE_OF(step, call, ...) \
	end_log_step(step, call, COUNT_TEXTS(__VA_ARGS__), __VA_ARGS__)

#endif
