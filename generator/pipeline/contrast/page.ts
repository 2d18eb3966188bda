import { join } from 'node:path'
import { designNames, type Target } from '../../../specs/target.js'
import { writeWhole } from '../../cache.js'
import { loadScenarios } from '../../laws.js'
import { contrastsPage } from '../../report/contrast-page.js'
import { told } from '../contrast.js'
import { packageFolder, shown } from '../places.js'
import { storedTarget } from '../probe.js'
import { newest } from '../sides.js'

/** The page of every pair of designs on a target. */
export async function contrastsOn(base: Target): Promise<string> {
  const scenarios = await loadScenarios()
  const sides = designNames.map(name => ({ name, target: { ...base, designs: [name] } }))
  const reports = sides.flatMap((a, index) => sides.slice(index + 1).map(b => told([a, b], scenarios).report))
  return contrastsPage(reports)
}

/** Writes that page to where it belongs. Error: E_TARGET where no such target was probed. */
export async function contrastPage(base = newest): Promise<{ readonly path: string; readonly page: string }> {
  const page = await contrastsOn((await storedTarget(base)).target)
  const path = join(packageFolder, 'specs/designs/contrast.md')
  await writeWhole(path, page)
  return { path: shown(path), page }
}
