import { join } from 'node:path'
import { designNames, type Target } from '../../../specs/target.js'
import { storedTarget } from '../../guest/probe.js'
import { newest } from '../../guest/target-spec.js'
import { contrastsPage } from '../../report/contrast-page.js'
import { writeWhole } from '../../shared/cache.js'
import { ToolError } from '../../shared/error.js'
import { overlay } from '../../shared/overlay.js'
import { packageFolder, shown } from '../../shared/paths.js'
import { loadScenarios } from '../../suite/laws.js'
import { describeContrast } from './contrast.js'

/** The page of every pair of designs on a target. */
export async function contrastsOn(base: Target): Promise<string> {
  const scenarios = await loadScenarios()
  const named = designNames.map(name => ({ name, target: { ...base, designs: [name] } }))
  const reports = named.flatMap((a, index) =>
    named.slice(index + 1).map(b => describeContrast([a, b], scenarios).report),
  )
  return contrastsPage(reports)
}

/** Writes that page to where it belongs. Errors: E_USAGE with other specs than ours, E_TARGET where no such target was probed. */
export async function contrastPage(base = newest): Promise<{ readonly path: string; readonly page: string }> {
  if (overlay !== undefined)
    throw new ToolError('E_USAGE', 'The page tells of the specs of the package alone: leave --specs out.')
  const page = await contrastsOn((await storedTarget(base)).target)
  const path = join(packageFolder, 'specs/designs/contrast.md')
  await writeWhole(path, page)
  return { path: shown(path), page }
}
