import { basename } from 'node:path'
import type { JudgePolicy } from '../run/means.js'
import { ToolError } from '../shared/error.js'
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
  design,
}: CommandOptions): Promise<JudgePolicy> {
  const said = await saidIn(design)
  return {
    ...(failOn === undefined ? {} : { failOn }),
    ...(retries === undefined ? {} : { retries }),
    ...(stopAfter === undefined ? {} : { stopAfter }),
    ...(said === undefined ? {} : { said }),
    ...(baseline === undefined ? {} : { baseline: await readEntries(baseline) }),
  }
}

/** What --design says that a kernel implements. Error: E_DESIGN. */
export async function saidIn(design: string | undefined): Promise<JudgePolicy['said']> {
  if (design === undefined) return undefined
  const { sideIn } = await import('../guest/target-spec.js')
  const said = sideIn(design)
  if (said !== undefined) return said
  throw new ToolError(
    'E_DESIGN',
    `${JSON.stringify(design)} is no design, so no kernel implements it: landlockstep designs lists them, and what may be chosen of each.`,
  )
}

async function readEntries(path: string): Promise<NonNullable<JudgePolicy['baseline']>> {
  const [{ readBaseline }, { loadLaws }] = await Promise.all([
    import('../judge/baseline.js'),
    import('../suite/laws.js'),
  ])
  const laws = (await loadLaws()).map(({ name }) => name)
  return readBaseline(await readText(path), basename(path), laws)
}
