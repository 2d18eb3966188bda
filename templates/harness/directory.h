/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* A directory of the running test's own, for the tests that ask for one. */
#ifndef DIRECTORY_H
#define DIRECTORY_H

/* Makes it, before the test can be in a sandbox; returns 0 or -errno. */
int make_directory(void);

/* Removes it with the sockets that are in it, if there is one. */
void remove_directory(void);

/* A path that is short enough for a socket's name. */
const char *directory_path(void);

/* A descriptor of it for rules, -1 if there is none. */
int directory_fd(void);

#endif
