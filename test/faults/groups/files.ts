import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { recordedRun } from '../recorded.js'
import type { RowOfGroup } from '../row.js'
import { drive } from '../run.js'

/** What we read is not what it should be. */
export const files: readonly RowOfGroup[] = [
  {
    fault: 'a program to replay that is cut in the middle',
    expected: { exit: 2, code: 'E_PROGRAM' },
    quick: true,
    inject: world => {
      const file = join(world.folder, 'cut.json')
      writeFileSync(world.at(file), '{"ops":[{"kind":"socket","as":0,')
      return world.run(['replay', file, '--kernel', 'native'])
    },
  },
  {
    fault: 'one bit of a run folder is flipped, a thousand times, each at another place',
    expected: { exit: 0, besides: 'each time the same verdict or an error' },
    limit: 600,
    inject: async world => {
      const exit = await drive(world, 'flips', [await recordedRun(world), '1000', '1'])
      const { right, answers, wrong } = JSON.parse(exit.stdout || '{"wrong":[]}') as Flips
      if (right !== 'agree') world.problem(`the run itself was judged ${right}`)
      for (const one of wrong.slice(0, 5)) world.problem(one)
      if (wrong.length > 5) world.problem(`and ${wrong.length - 5} more`)
      world.figure(
        Object.entries(answers ?? {})
          .map(([answer, times]) => `${answer} ${times}`)
          .join(', '),
      )
      return exit
    },
  },
]

/** What the driver of flips prints. */
type Flips = {
  readonly right?: string
  readonly answers?: Readonly<Record<string, number>>
  readonly wrong: readonly string[]
}
