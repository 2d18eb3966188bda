// SPDX-License-Identifier: GPL-2.0 OR MIT

#include "harness.h"

LAW("peace");

TEST(later_actors_arrive_in_time)
{
	if (turn_of(0, 0))
		EXPECT_STEP(0, OK, fork_actor(1));
	if (turn_of(1, 1))
		EXPECT_STEP(1, OK, fork_actor(2));
	if (turn_of(2, 2))
		EXPECT_STEP(2, OK, fork_actor(3));
	if (turn_of(3, 3))
		EXPECT_STEP(3, OK, signal_actor(0, 0));
	if (turn_of(3, 4))
		EXPECT_STEP(4, OK, signal_actor(1, 0));
	if (turn_of(0, 5))
		EXPECT_STEP(5, -ESRCH, signal_actor(9, 0));
}
