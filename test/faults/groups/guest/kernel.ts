import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { seen } from '../../compare.js'
import { faultySuite } from '../../hostile.js'
import type { Exit } from '../../process.js'
import type { RowOfGroup } from '../../row.js'
import { smallArgs, smallLaw } from '../../run.js'
import type { World } from '../../world.js'
import { programs } from '../shared.js'
import { agreed, complained, inSuite, lost } from './shared.js'

/** A kernel that complains of itself in the second program. */
const complaint = (name: string, text: string): RowOfGroup => ({
  fault: `the kernel reports ${name} while the second program runs`,
  expected: complained(0, 1),
  inject: inSuite(`kernel_says("<3>${text}")`),
})

/** A kernel that complains in these words, which must stand on the page of the run as they are. */
const onPage =
  (words: string) =>
  async (world: World): Promise<Exit> => {
    const page = join(world.folder, 'page.html')
    const c = `kernel_says("<3>WARNING: ${words} at net/socket.c")`
    const exit = await world.run([...smallArgs(world.warm.kernel), '--output', `html=${page}`], {
      env: { CC: await faultySuite(world, { at: 2, once: true, c }) },
    })
    const html = readFileSync(world.at(page), 'utf8')
    if (html.includes(words)) world.problem('the page has the markup of a guest')
    if (!html.includes('alert(1)')) world.problem('the page does not tell what the kernel said')
    return exit
  }

/** Kernels that break, complain, or do not go on. */
export const kernels: readonly RowOfGroup[] = [
  {
    fault: 'the kernel panics in the second program',
    expected: complained(1),
    quick: true,
    inject: inSuite('sysrq("c")'),
  },
  {
    fault: 'the kernel panics in the first program of every guest',
    expected: { ...complained(12), says: /Kernel panic - not syncing/ },
    inject: inSuite('sysrq("c")', { at: 1, once: false }),
  },
  {
    fault: 'the guest is reset without a word in the second program',
    expected: lost(1),
    inject: inSuite('sysrq("b")'),
  },
  {
    fault: 'the guest is reset once in the second program, which then runs again in fresh guests',
    expected: {
      ...{ exit: 2, verdict: 'incomplete' },
      kernel: { agreed: programs - 1, flaky: 1, lost: 0, retried: 1 },
    },
    inject: async world =>
      world.run(['run', '--kernel', world.warm.kernel, '--filter', smallLaw, '--json'], {
        env: { CC: await faultySuite(world, { at: 2, once: true, c: 'sysrq("b")' }) },
      }),
  },
  {
    fault: 'the guest is reset in the first program of every guest: a reboot loop',
    expected: lost(12),
    inject: inSuite('sysrq("b")', { at: 1, once: false }),
  },
  {
    fault: 'the guest is switched off in the second program',
    expected: lost(1),
    inject: inSuite('sysrq("o"); wait_for_ever()'),
  },
  complaint('an oops', 'BUG: kernel NULL pointer dereference, address: 0000000000000008'),
  complaint('a WARN', 'WARNING: CPU: 0 PID: 1 at net/socket.c:1 sock_create+0x1/0x2'),
  complaint('a use after free (KASAN)', 'BUG: KASAN: slab-use-after-free in landlock_put+0x1/0x2'),
  complaint('undefined behaviour (UBSAN)', 'UBSAN: shift-out-of-bounds in security/landlock/net.c:1:2'),
  complaint('a circular lock', 'WARNING: possible circular locking dependency detected'),
  complaint('a hung task', 'INFO: task suite:77 blocked for more than 120 seconds.'),
  complaint('a stall of RCU', 'rcu: INFO: rcu_preempt self-detected stall on CPU'),
  complaint('a soft lockup', 'watchdog: BUG: soft lockup - CPU#0 stuck for 22s! [suite:77]'),
  {
    fault: 'a program quotes a report of the kernel in its output',
    expected: lost(1),
    inject: inSuite('say("WARNING: CPU: 0 PID: 1 at net/socket.c:1 sock_create+0x1/0x2\\n")'),
  },
  {
    fault: 'a report of the kernel has control characters in it',
    expected: complained(0, 1),
    inject: inSuite('kernel_says("<3>WARNING: \\033]0;owned\\007\\033[2J at net/socket.c")'),
  },
  {
    fault: 'a report of the kernel is markup of a page',
    expected: { ...complained(0, 1), besides: 'the page of the run has it as text' },
    inject: onPage('</code><script>alert(1)</script>'),
  },
  {
    fault: 'the kernel says ten thousand lines that report nothing',
    expected: agreed,
    inject: inSuite('for (int i = 0; i < 10000; i++) kernel_says("<4>nothing of interest here")'),
  },
  {
    fault: 'a program that nobody can interrupt has the only processor for itself: the guest hangs',
    expected: lost(1),
    inject: inSuite('spin()'),
  },
  {
    fault: 'the suite eats all memory of the guest in the second program',
    expected: lost(1),
    inject: inSuite('eat_memory()'),
  },
  {
    fault: 'two kernels: the first one panics in the second program, the other is well',
    expected: { ...complained(1), besides: 'the second kernel has its verdict' },
    inject: async world => twoKernels(world),
  },
  {
    fault: 'a replayed program panics the kernel',
    expected: { exit: 1, verdict: 'diverge', kernel: { lost: 1 } },
    inject: async world =>
      world.run(['replay', 'test/data/denied-bind.json', '--kernel', world.warm.kernel, '--json'], {
        env: { CC: await faultySuite(world, { at: 1, c: 'sysrq("c")' }) },
      }),
  },
]

/** The newer one comes first, and only in it something is wrong. */
async function twoKernels(world: World): Promise<Exit> {
  const { kernel, older } = world.warm
  const c = 'if (is_newer()) sysrq("c")'
  const exit = await world.run(
    ['run', '--kernel', kernel, '--kernel', older, '--filter', smallLaw, '--retries', '0', '--json'],
    { env: { CC: await faultySuite(world, { at: 2, once: true, c }) } },
  )
  const second = seen(exit).record?.kernels[1]
  if (second?.agreed !== second?.programs || second === undefined)
    world.problem('the second kernel has no verdict')
  return exit
}
