import type { Progress } from '../../shared/progress.js'
import { labBases, labDesigns } from './designs.js'
import { labInstruments } from './instruments.js'
import { isBuilt, type LabOrder } from './kernel.js'
import { findSource, type KernelSource, labVersions, seriesOfSource } from './source.js'

/** A lab kernel that can be built, or has been. */
type KnownLab = {
  readonly ref: string
  readonly version: string
  readonly where: string
  readonly cached: boolean
}

/** The lab kernel of each source, plain, with each instrument, and with each design that has a patch for it; the newest needs no version. Errors: those of apt. */
export async function listLabs(progress: Progress): Promise<readonly KnownLab[]> {
  const [designs, instruments] = [await labDesigns(), await labInstruments()]
  const newest = await findSource('', progress)
  const bases = await labBases()
  const sources = await labVersions(progress)
  const made = sources.filter(
    source => source.version === newest.version || bases.includes(seriesOfSource(source)),
  )
  const listed = made.map(async source => {
    const ref = source.version === newest.version ? 'lab' : `lab/${seriesOfSource(source)}`
    const able = designs.filter(({ bases }) => bases.includes(seriesOfSource(source))).map(({ name }) => name)
    return Promise.all([
      known(ref, source, { designs: [] }),
      ...instruments.map(name => known(`${ref}+${name}`, source, { instruments: [name], designs: [] })),
      ...able.map(name => known(`${ref}:${name}`, source, { designs: [name] })),
    ])
  })
  return (await Promise.all(listed)).flat()
}

async function known(ref: string, source: KernelSource, order: Omit<LabOrder, 'prefix'>): Promise<KnownLab> {
  return {
    ref,
    version: `${source.version.replace(/-.*/, '')}-lab`,
    where: `built from ${source.name} of Debian ${source.suite}`,
    cached: await isBuilt(source, { prefix: '', ...order }),
  }
}
