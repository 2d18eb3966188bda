import { choiceOf } from '../choice.js'
import type { Context } from '../command.js'
import { writePage } from '../page.js'
import { table } from '../table.js'

const defaultSeconds = 600

/** Plants mistakes into Landlock and prints which of them new programs find. */
export async function mutateLandlock({ options, print, progress }: Context): Promise<number> {
  const { huntMistakes } = await import('../../mutate/seeded-bugs.js')
  const { prepare } = await import('../../run/prepare.js')
  const { huntedExit, huntedRows, huntedSummary, huntedTable } = await import('../../report/seeded-bugs.js')
  await prepare(progress)
  const { only, time: seconds = defaultSeconds } = options
  const hunted = await huntMistakes(only, { seed: choiceOf(options).seed, seconds }, progress)
  if (options.write) await writePage('generator/mutate/seeded-bugs.md', () => huntedTable(hunted))
  if (options.json) print(JSON.stringify(hunted, null, 2))
  else print([table(huntedRows(hunted)), '', huntedSummary(hunted)].join('\n'))
  return huntedExit(hunted)
}
