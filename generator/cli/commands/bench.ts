import { type Measure, measures } from '../../bench/measures.js'
import { table } from '../../report/table.js'
import { ToolError } from '../../shared/error.js'
import { choiceOf } from '../choice.js'
import type { Command, CommandOptions } from '../command.js'

const defaultTurns = 5

export const benchCommand: Command = {
  name: 'bench',
  summary: `Measure what has a goal, each figure told and kept when it is known, with upstream's net_test beside the default suite in one guest; --only ${measures.join(', ')}.`,
  options: ['kernel', 'turns', 'executor', 'only', 'json'],
  example: 'bench --only net_test',
  async run({ options, print, progress, tell }) {
    const asked = measuresOf(options)
    const { defaultKernel, prepare, prepareSelftests } = await import('../../run/prepare.js')
    const { bench } = await import('../../bench/bench.js')
    const { headOf, rowsOf } = await import('../../bench/report.js')
    const { ledger } = await import('../../shared/ledger.js')
    await (asked.includes('net_test') ? prepareSelftests(progress) : prepare(progress))
    const ref = options.kernel?.[0] ?? (await defaultKernel(progress))
    const turns = options.turns ?? defaultTurns
    const order = { choice: choiceOf({}), measures: asked, turns, keep: ledger('bench', [ref], tell) }
    const made = await bench(ref, order, progress)
    print(
      options.json
        ? JSON.stringify(made, null, 2)
        : [...headOf(made), '', table(rowsOf(made.figures))].join('\n'),
    )
    return 0
  },
}

/** What is asked for, in the order of all; `--executor` is what `fuzz` is made of. */
function measuresOf({ only, executor }: CommandOptions): readonly Measure[] {
  const names = only ?? (executor === true ? ['executor', 'fuzz'] : measures)
  const unknown = names.find(name => !measures.some(one => one === name))
  if (unknown === undefined) return measures.filter(one => names.includes(one))
  throw new ToolError('E_USAGE', `${JSON.stringify(unknown)} cannot be measured; ${measures.join(', ')} can.`)
}
