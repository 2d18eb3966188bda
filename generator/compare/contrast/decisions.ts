import { join } from 'node:path'
import { decisions } from '../../../specs/designs/decisions.js'
import { namesOf } from '../../../specs/names-of.js'
import { designNames, type Target } from '../../../specs/target.js'
import { storedTarget } from '../../guest/probe.js'
import { newest } from '../../guest/target-spec.js'
import { type Consequence, decisionsPage } from '../../report/decisions-page.js'
import { writeWhole } from '../../shared/cache.js'
import { ToolError } from '../../shared/error.js'
import { overlay } from '../../shared/overlay.js'
import { packageFolder, shown } from '../../shared/paths.js'
import { loadScenarios } from '../../suite/laws.js'
import { describeContrast } from './contrast.js'

/** The page of all decisions on a target: each choice beside what is usual. */
export async function decisionsOn(base: Target): Promise<string> {
  const scenarios = await loadScenarios()
  const consequences = namesOf(decisions).flatMap(decision => {
    const { design, usual, choices } = decisions[decision]
    const others = namesOf(choices).filter(choice => choice !== usual)
    const designs = designNames.filter(name => name === design)
    return others.map((choice): Consequence => {
      const one = { name: usual, target: { ...base, designs, choices: {} } }
      const other = { name: choice, target: { ...base, designs, choices: { [decision]: choice } } }
      return { decision, choice, report: describeContrast([one, other], scenarios).report }
    })
  })
  return decisionsPage(consequences)
}

/** Writes that page to where it belongs. Errors: E_USAGE with other specs than ours, E_TARGET where no such target was probed. */
export async function writeDecisions(base = newest): Promise<string> {
  if (overlay !== undefined)
    throw new ToolError('E_USAGE', 'The page tells of the specs of the package alone: leave --specs out.')
  const path = join(packageFolder, 'specs/designs/decisions.md')
  await writeWhole(path, await decisionsOn((await storedTarget(base)).target))
  return shown(path)
}
