// SPDX-License-Identifier: GPL-2.0 OR MIT
/* Linked into probe and suite: what they ask a kernel about Landlock is answered by ABI and ERRATA, in place of the kernel. */

#include <errno.h>
#include <stdarg.h>
#include <stddef.h>
#include <sys/syscall.h>

#define VERSION (1U << 0)
#define ERRATA_OF (1U << 1)

long __real_syscall(long number, ...);
long __wrap_syscall(long number, ...);

static long answer(const long lie)
{
	if (lie >= 0)
		return lie;
	errno = -lie;
	return -1;
}

long __wrap_syscall(const long number, ...)
{
	long given[6];
	va_list list;

	va_start(list, number);
	for (int i = 0; i < 6; i++)
		given[i] = va_arg(list, long);
	va_end(list);
#ifdef ABI
	if (number == SYS_landlock_create_ruleset && !given[0] && !given[1] && given[2] == VERSION)
		return answer(ABI);
#endif
#ifdef ERRATA
	if (number == SYS_landlock_create_ruleset && !given[0] && !given[1] && given[2] == ERRATA_OF)
		return answer(ERRATA);
#endif
	return __real_syscall(number, given[0], given[1], given[2], given[3], given[4], given[5]);
}
