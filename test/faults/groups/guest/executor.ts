import { faultyExecutor } from '../../hostile.js'
import type { RowOfGroup } from '../../row.js'
import type { World } from '../../world.js'

const hunt =
  (c: string, { early = false, ref }: { readonly early?: boolean; readonly ref?: string } = {}) =>
  async (world: World) =>
    world.run(
      [
        'fuzz',
        '--kernel',
        ref ?? world.warm.kernel,
        '--programs',
        '200',
        '--seed',
        '1',
        '--no-keep',
        '--json',
      ],
      { env: { CC: await faultyExecutor(world, c, early) } },
    )

const native = (fault: string, c: string, early = false): RowOfGroup => ({
  fault: `fuzz on the running kernel, with an executor that ${fault}`,
  expected: { exit: 2, code: 'E_EXECUTOR' },
  inject: hunt(c, { early, ref: 'native' }),
})

/** Executors of the fuzzer that do not answer as they should. */
export const executors: readonly RowOfGroup[] = [
  native('exits at once with 0', 'return 0', true),
  native('crashes when it is sent a program', 'abort()'),
  native('answers garbage', 'say_for_ever("\\xff\\0garbage\\n", 11)'),
  native('answers a line without end', 'say_for_ever("xxxxxxxx", 8)'),
  native('answers nothing', 'wait_for_ever()'),
  native('says that it ended, and stays', 'puts("# end"); fflush(stdout); wait_for_ever()'),
  {
    fault: 'fuzz in a guest, with an executor that exits at once',
    expected: { exit: 2, code: 'E_EXECUTOR' },
    inject: hunt('return 0', { early: true }),
  },
  {
    fault: 'fuzz in a guest, with an executor that answers garbage',
    expected: { exit: 2, code: 'E_EXECUTOR' },
    inject: hunt('puts("garbage"); fflush(stdout)'),
  },
]
