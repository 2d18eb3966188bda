import type { Progress } from '../../suite.js'
import { labBases, labDesigns } from './designs.js'
import { isBuilt } from './kernel.js'
import { baseOf, findSource, labVersions, type Source } from './source.js'

/** A lab kernel that can be built, or has been. */
export type KnownLab = {
  readonly ref: string
  readonly version: string
  readonly where: string
  readonly cached: boolean
}

/** The lab kernel of each source, without a design and with each that has a patch for it; the newest needs no version. Errors: those of apt. */
export async function listLabs(progress: Progress): Promise<readonly KnownLab[]> {
  const designs = await labDesigns()
  const newest = await findSource('', progress)
  const bases = await labBases()
  const sources = await labVersions(progress)
  const made = sources.filter(source => source.version === newest.version || bases.includes(baseOf(source)))
  const listed = made.map(async source => {
    const ref = source.version === newest.version ? 'lab' : `lab/${baseOf(source)}`
    const able = designs.filter(({ bases }) => bases.includes(baseOf(source))).map(({ name }) => name)
    const plain = known(ref, source, [])
    return Promise.all([plain, ...able.map(name => known(`${ref}:${name}`, source, [name]))])
  })
  return (await Promise.all(listed)).flat()
}

async function known(ref: string, source: Source, designs: readonly string[]): Promise<KnownLab> {
  return {
    ref,
    version: `${source.version.replace(/-.*/, '')}-lab`,
    where: `built from ${source.name} of Debian ${source.suite}`,
    cached: await isBuilt(source, { prefix: '', designs }),
  }
}
