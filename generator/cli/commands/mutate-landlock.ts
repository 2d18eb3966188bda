import { choiceOf } from '../choice.js'
import type { Context } from '../command.js'
import { writePage } from '../page.js'
import { table } from '../table.js'

const defaultSeconds = 600

/** Plants mistakes into Landlock and prints which of them new programs find. */
export async function mutateLandlock({ options, print, progress, tell }: Context): Promise<number> {
  const { findMistakes } = await import('../../mutate/seeded-bugs.js')
  const { prepare } = await import('../../run/prepare.js')
  const { seededExit, seededRows, seededSummary, seededTable } = await import('../../report/seeded-bugs.js')
  const { ledger } = await import('../../shared/ledger.js')
  await prepare(progress)
  const keep = ledger('mutate', ['landlock'], tell)
  const { only, time: seconds = defaultSeconds } = options
  const found = await findMistakes(only, { seed: choiceOf(options).seed, seconds, keep }, progress)
  if (options.json) print(JSON.stringify(found, null, 2))
  else print([table(seededRows(found)), '', seededSummary(found)].join('\n'))
  if (options.write) await writePage('generator/mutate/seeded-bugs.md', () => seededTable(found))
  return seededExit(found)
}
