import { choiceOf } from '../choice.js'
import type { Command } from '../command.js'
import { table } from '../table.js'

const defaultTurns = 5

export const benchCommand: Command = {
  name: 'bench',
  summary: "Measure what has a goal, with upstream's net_test beside the default suite in one guest.",
  options: ['kernel', 'turns', 'executor', 'json'],
  example: 'bench --turns 5',
  async run({ options, print, progress }) {
    const { defaultKernel, prepare } = await import('../../run/prepare.js')
    const { bench, benchExecutor, prepareBench } = await import('../../bench/bench.js')
    const { headOf, rowsOf } = await import('../../bench/report.js')
    const turns = options.turns ?? defaultTurns
    if (options.executor === true) {
      await prepare(progress)
      const ref = options.kernel?.[0] ?? (await defaultKernel(progress))
      const figures = await benchExecutor(ref, choiceOf({}), turns, progress)
      print(options.json ? JSON.stringify(figures, null, 2) : table(rowsOf(figures)))
      return 0
    }
    await prepareBench(progress)
    const ref = options.kernel?.[0] ?? (await defaultKernel(progress))
    const measured = await bench(ref, choiceOf({}), turns, progress)
    print(
      options.json
        ? JSON.stringify(measured, null, 2)
        : [...headOf(measured), '', table(rowsOf(measured.figures))].join('\n'),
    )
    return 0
  },
}
