/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* A directory of the running test's own, for the tests that ask for one. */
#ifndef DIRECTORY_H
#define DIRECTORY_H

/* Makes it, with another one in it, before the test can be in a sandbox; 0 or -errno. */
int make_directory(void);

/* Removes it with the sockets that are in it, if there is one. */
void remove_directory(void);

/* A path that is short enough for a socket's name. */
const char *directory_path(void);

/* A descriptor of it for rules, -1 if there is none. */
int directory_fd(void);

/* One of a path in it, which stays open; -1 if nothing is there. */
int path_fd(const char *name);

#endif
