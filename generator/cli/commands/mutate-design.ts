import { ToolError } from '../../shared/error.js'
import { choiceOf } from '../choice.js'
import type { Context } from '../command.js'
import { table } from '../table.js'

/** Plants mistakes into the kernel code of a design and prints what became of each. */
export async function mutateDesignCode(
  design: string,
  { options, print, progress, tell }: Context,
): Promise<number> {
  const { mutateDesign } = await import('../../mutate/mutate-design.js')
  const { prepare } = await import('../../run/prepare.js')
  const { strengthExit, strengthRows, strengthSummary } = await import('../../report/mutation-score.js')
  const { ledger } = await import('../../shared/ledger.js')
  await prepare(progress)
  const keep = ledger('mutate', [design], tell)
  const strength = await mutateDesign(design, options.only, { seed: choiceOf(options).seed, keep }, progress)
  if (options.json) print(JSON.stringify(strength, null, 2))
  else print([table(strengthRows(strength)), '', strengthSummary(strength)].join('\n'))
  if (strength.stale.length > 0) throw stale(design, strength.stale)
  return strengthExit(strength)
}

const stale = (design: string, names: readonly string[]): ToolError =>
  new ToolError(
    'E_EQUIVALENT',
    `Mistakes of ${design} that are listed as equivalent are caught: remove the reason from each.`,
    { output: names.join('\n') },
  )
