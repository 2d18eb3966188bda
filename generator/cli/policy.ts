import { basename } from 'node:path'
import type { JudgePolicy } from '../run/means.js'
import { readText } from '../shared/text-file.js'
import type { CommandOptions } from './command.js'

/** The options by which somebody says what of a suite is to run. */
export const partOptions = ['shard', 'budget'] as const satisfies readonly (keyof CommandOptions)[]

/** The options by which somebody says what is expected, what fails, and when to end. */
export const policyOptions = [
  'baseline',
  'failOn',
  'retries',
  'stopAfter',
] as const satisfies readonly (keyof CommandOptions)[]

/** What the options ask for. Errors: E_FILE, E_BASELINE. */
export async function policyOf({
  baseline,
  failOn,
  retries,
  stopAfter,
}: CommandOptions): Promise<JudgePolicy> {
  return {
    ...(failOn === undefined ? {} : { failOn }),
    ...(retries === undefined ? {} : { retries }),
    ...(stopAfter === undefined ? {} : { stopAfter }),
    ...(baseline === undefined ? {} : { baseline: await readEntries(baseline) }),
  }
}

async function readEntries(path: string): Promise<NonNullable<JudgePolicy['baseline']>> {
  const [{ readBaseline }, { loadLaws }] = await Promise.all([
    import('../judge/baseline.js'),
    import('../suite/laws.js'),
  ])
  const laws = (await loadLaws()).map(({ name }) => name)
  return readBaseline(await readText(path), basename(path), laws)
}
