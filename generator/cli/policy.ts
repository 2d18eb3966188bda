import { basename } from 'node:path'
import type { Policy } from '../run/means.js'
import { readText } from '../shared/text-file.js'
import type { Options } from './command.js'

/** The options by which somebody says what of a suite is to run. */
export const partOptions = ['shard', 'budget'] as const satisfies readonly (keyof Options)[]

/** The options by which somebody says what is expected, and what fails. */
export const policyOptions = ['baseline', 'failOn', 'retries'] as const satisfies readonly (keyof Options)[]

/** What the options ask for. Errors: E_FILE, E_BASELINE. */
export async function policyOf({ baseline, failOn, retries }: Options): Promise<Policy> {
  return {
    ...(failOn === undefined ? {} : { failOn }),
    ...(retries === undefined ? {} : { retries }),
    ...(baseline === undefined ? {} : { baseline: await readEntries(baseline) }),
  }
}

async function readEntries(path: string): Promise<NonNullable<Policy['baseline']>> {
  const [{ readBaseline }, { loadLaws }] = await Promise.all([
    import('../judge/baseline.js'),
    import('../suite/laws.js'),
  ])
  const laws = (await loadLaws()).map(({ name }) => name)
  return readBaseline(await readText(path), basename(path), laws)
}
