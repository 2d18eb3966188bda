import { faultySuite, type SuiteFault } from '../hostile.js'
import type { RowOfGroup } from '../row.js'
import { smallRun } from '../run.js'
import type { World } from '../world.js'

const inSuite = (fault: SuiteFault) => async (world: World) =>
  smallRun(world, world.warm.kernel, { CC: await faultySuite(world, fault) })

/** What a guest does to us. */
export const guest: readonly RowOfGroup[] = [
  {
    fault: 'the kernel panics in the second program',
    expected: { exit: 1, verdict: 'diverge', kernel: { agreed: 11, lost: 1 } },
    quick: true,
    inject: inSuite({ at: 2, once: true, c: 'sysrq("c")' }),
  },
  {
    fault: 'the kernel warns in the second program',
    expected: { exit: 1, verdict: 'diverge', kernel: { agreed: 12, lost: 0 }, reports: 1 },
    inject: inSuite({ at: 2, c: 'kernel_says("<4>WARNING: CPU: 0 PID: 1 at net/socket.c:1 sock+0x1/0x2")' }),
  },
  {
    fault: 'the suite crashes in the second program',
    expected: { exit: 2, verdict: 'incomplete', kernel: { agreed: 11, lost: 1 } },
    inject: inSuite({ at: 2, once: true, c: 'abort()' }),
  },
]
