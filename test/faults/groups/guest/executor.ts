import { type ExecutorFault, faultyExecutor } from '../../hostile.js'
import type { Expected, RowOfGroup } from '../../row.js'
import type { World } from '../../world.js'

const hunt = (fault: ExecutorFault, ref?: string) => async (world: World) =>
  world.run(
    ['fuzz', '--kernel', ref ?? world.warm.kernel, '--programs', '12', '--seed', '1', '--no-keep', '--json'],
    { env: { CC: await faultyExecutor(world, fault) } },
  )

const incomplete: Expected = { exit: 2, verdict: 'incomplete' }
const broken: Expected = { exit: 2, code: 'E_EXECUTOR' }

const native = (fault: string, expected: Expected, at: number, c: string): RowOfGroup => ({
  fault: `fuzz on the running kernel, with an executor that ${fault}`,
  expected,
  inject: hunt({ at, c }, 'native'),
})

/** When it is ready, and when it has begun a program. */
const ready = 1
const second = 3

/** Executors of the fuzzer that do not answer as they should. */
export const executors: readonly RowOfGroup[] = [
  native('exits with 0 before it says anything', broken, 0, '_exit(0)'),
  native(
    'says that it is another one',
    { exit: 2, code: 'E_EXECUTOR_ID' },
    0,
    'say("# executor 0123456789abcdef\\n")',
  ),
  native(
    'does not say which one it is, and answers',
    broken,
    0,
    'say("# begin p0\\n# steps OK\\nok 1 p0\\n"); _exit(0)',
  ),
  native('crashes when it is ready', broken, ready, 'abort()'),
  native('crashes in its second program', incomplete, second, 'abort()'),
  native('answers garbage in its second program', broken, second, 'say_for_ever("\\xff\\0garbage\\n", 11)'),
  native('answers a line without end in its second program', broken, second, 'say_for_ever("xxxxxxxx", 8)'),
  native('answers nothing to its second program', incomplete, second, 'wait_for_ever()'),
  native(
    'says that it ended in its second program, and stays',
    incomplete,
    second,
    'say("# end\\n"); wait_for_ever()',
  ),
  {
    fault: 'fuzz in a guest, with an executor that exits when it is ready',
    expected: broken,
    inject: hunt({ at: ready, c: '_exit(0)' }),
  },
  {
    fault: 'fuzz in a guest, with an executor that answers garbage in its second program',
    expected: broken,
    inject: hunt({ at: second, c: 'say_for_ever("garbage\\n", 8)' }),
  },
]
