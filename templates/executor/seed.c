// SPDX-License-Identifier: GPL-2.0 OR MIT

#include <fcntl.h>
#include <linux/random.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "seed.h"

/* struct rand_pool_info with its bytes. */
struct pool {
	int bits;
	int size;
	unsigned char bytes[SEED_SIZE];
};

void reseed(const unsigned char seed[SEED_SIZE])
{
	const int fd = open("/dev/urandom", O_WRONLY | O_CLOEXEC);
	struct pool pool = {
		.bits = SEED_SIZE * 8,
		.size = SEED_SIZE,
	};

	if (fd < 0)
		return;
	memcpy(pool.bytes, seed, SEED_SIZE);
	ioctl(fd, RNDADDENTROPY, &pool);
	/* It would otherwise look at what was added only after some minutes. */
	ioctl(fd, RNDRESEEDCRNG);
	close(fd);
}
