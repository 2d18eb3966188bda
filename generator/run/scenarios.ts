import type { Target } from '../../specs/target.js'
import { scenariosPage } from '../report/scenarios.js'
import { standsIn } from '../shared/paths.js'
import { catalog } from '../suite/catalog.js'
import { loadLaws } from '../suite/laws.js'

/** The page of the scenarios for a target, whatever designs it has. */
export async function scenarios(target: Target): Promise<string> {
  const [laws, specs] = await Promise.all([catalog(), loadLaws()])
  const stories = laws.flatMap((law, index) => {
    const spec = specs[index]
    return standsIn(law.place, 'scenarios') && spec !== undefined ? [{ law, spec }] : []
  })
  return scenariosPage(stories, target)
}
