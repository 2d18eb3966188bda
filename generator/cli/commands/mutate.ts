import type { Target } from '../../../specs/target.js'
import type { Equivalent } from '../../mutate/equivalent.js'
import { ToolError } from '../../shared/error.js'
import { choiceOf } from '../choice.js'
import type { Command, CommandOptions, Context } from '../command.js'
import { table } from '../table.js'

export const mutateCommand: Command = {
  name: 'mutate',
  summary:
    "Plant mistakes into the model, into a design's kernel code or into Landlock, one after the other, and tell which of them nothing notices.",
  options: ['model', 'target', 'design', 'landlock', 'only', 'time', 'seed', 'write', 'json'],
  example: 'mutate --design socket-create --only key-without-type',
  async run(context) {
    const { model, design, landlock } = context.options
    if ([model, design, landlock].filter(one => one !== undefined).length === 1) {
      if (model) return mutateModelCode(context)
      if (design === undefined) return (await import('./mutate-landlock.js')).mutateLandlock(context)
      return (await import('./mutate-design.js')).mutateDesignCode(design, context)
    }
    throw new ToolError(
      'E_USAGE',
      'Say what mistakes are planted into: mutate --model, mutate --landlock, or mutate --design and its name.',
    )
  },
}

async function mutateModelCode({ options, print, progress, tell }: Context): Promise<number> {
  const { mutateModel } = await import('../../mutate/mutate-model.js')
  const { targetName } = await import('../../../specs/target.js')
  const { countsOf, summary, survivor } = await import('../../mutate/table.js')
  const { ledger } = await import('../../shared/ledger.js')
  const keep = ledger('mutate', ['model'], tell)
  const targets = await targetsOf(options)
  const mutation = await mutateModel(targets, choiceOf(options).seed, { progress, keep })
  const survivors = mutation.mutants.filter(({ verdict }) => verdict === 'survived')
  if (options.json) print(JSON.stringify(mutation, null, 2))
  else {
    const rows = countsOf(mutation).map(({ clause, ...counts }) => [
      clause,
      ...Object.values(counts).map(String),
    ])
    print(table([['clause', 'caught', 'equivalent', 'survived'], ...rows]))
    print(['', ...survivors.map(survivor), summary(mutation, targets.map(targetName).join(', '))].join('\n'))
  }
  if (mutation.stale.length > 0) throw staleEntries(mutation.stale)
  return survivors.length === 0 ? 0 : 1
}

/** The targets that were asked for, or the newest that was probed, the same with one design and with all, and older ones told from it. */
async function targetsOf({ target: names }: CommandOptions): Promise<readonly Target[]> {
  const { designNames } = await import('../../../specs/target.js')
  const { olderThan } = await import('../../mutate/mutate-model.js')
  const { storedTarget } = await import('../../guest/probe.js')
  const probed = await Promise.all((names ?? ['abi']).map(storedTarget))
  const targets = probed.map(({ target }) => target)
  if (names !== undefined) return targets
  return targets.flatMap(target => [
    target,
    ...[designNames.slice(0, 1), designNames].map(designs => ({ ...target, designs })),
    ...olderThan(target),
  ])
}

const staleEntries = (entries: readonly Equivalent[]): ToolError =>
  new ToolError(
    'E_EQUIVALENT',
    'Entries of generator/mutate/equivalent.ts are about no mistake any more, or about one that is caught: remove them.',
    { output: entries.map(({ in: where, kind, mistake }) => `${where}: ${kind}: ${mistake}`).join('\n') },
  )
