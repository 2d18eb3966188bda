import { type Spec, speaks } from '../../specs/spec.js'
import type { Target } from '../../specs/target.js'
import { catalog } from './catalog.js'
import type { ReadProgram } from './codec.js'
import { replayLaw } from './draw.js'
import { loadLaws } from './laws.js'
import type { Law } from './suite.js'

/** By which law a program is judged, beside the model; notes tell why it is not that of its file. */
type Judging = { readonly law?: Law; readonly spec: Spec; readonly notes: readonly string[] }

/** The law that a program was drawn from, if that still speaks of the target; else only the model judges. */
export async function lawOf({ law: name }: ReadProgram, target: Target): Promise<Judging> {
  if (name === undefined) return { spec: replayLaw, notes: [] }
  const [laws, specs] = await Promise.all([catalog(), loadLaws()])
  const law = laws.find(one => one.name === name)
  const spec = specs.find(one => one.name === name)
  if (law !== undefined && spec !== undefined && speaks(spec, target)) return { law, spec, notes: [] }
  const why = spec === undefined ? 'is no more' : 'says nothing of this kernel'
  return { spec: replayLaw, notes: [`the law ${name} ${why}: the model alone judges`] }
}
