import { bracketOf } from '../../../specs/designs/choices.js'
import { hostArch } from '../../shared/arch.js'
import { cached, keptEntry, sha256, type Terms } from '../../shared/cache.js'
import { alone } from '../../shared/lock.js'
import type { Progress } from '../../shared/progress.js'
import { mergedText } from '../build/config.js'
import type { LabRef } from '../ref.js'
import { asKernel, type ImageKernel, kernelTerms, readEntry, type Stored } from '../store.js'
import { buildKernel, type LabBuild, type LabParts } from './build.js'
import { choiceFragments, type Recipe, recipeOf } from './designs.js'
import { instrumentRecipe } from './instruments.js'
import { machineFragment } from './machines.js'
import type { Patch } from './patch.js'
import type { Planted } from './plant.js'
import { findSource, type KernelSource, seriesOfSource, treeOf } from './source.js'

/** Which lab kernel; `extra` patches come last. */
export type LabOrder = Pick<LabRef, 'prefix' | 'designs' | 'choices' | 'arch'> & {
  readonly instruments?: LabRef['instruments']
  readonly extra?: readonly Patch[]
}

const shelf = 'lab-kernels'

const terms: Terms = { ...kernelTerms, needs: { ...kernelTerms.needs, config: 'file' } }

/**
 * The lab kernel that is ordered, from the cache or built.
 * Errors: those of apt, E_KERNEL, E_INSTRUMENT, E_DESIGN, E_PATCH, E_CONFIG, E_BUILD, E_DISK.
 */
export async function labKernel(
  ref: string,
  order: LabOrder,
  progress: Progress,
  beforeBuild: () => Promise<void>,
): Promise<ImageKernel> {
  const source = await findSource(order.prefix, progress)
  const recipe = await recipeFor(source, order)
  return asKernel(ref, await takeOrBuild({ source, recipe, parts: partsOf(order) }, progress, beforeBuild))
}

/**
 * The lab kernel that is ordered with mistakes in it, built into a folder that the caller throws away: the cache does not keep it.
 * The next kernel that is built in the same tree has no trace of it. Errors: those of `labKernel`, E_MISTAKE.
 */
export async function mistakenKernel(
  ref: string,
  order: LabOrder,
  { mistakes, out }: { readonly mistakes: readonly Planted[]; readonly out: string },
  progress: Progress,
): Promise<ImageKernel> {
  const source = await findSource(order.prefix, progress)
  const recipe = await recipeFor(source, order)
  const parts = partsOf(order)
  await alone(treeOf(source, parts), progress, () =>
    buildKernel({ source, recipe, parts }, out, progress, mistakes),
  )
  return asKernel(ref, readEntry(out))
}

/** Whether such a kernel is in the cache. Errors: those of apt, E_KERNEL, E_DESIGN. */
export async function isBuilt(source: KernelSource, order: LabOrder): Promise<boolean> {
  return (await keptEntry(shelf, keyOf(source, await recipeFor(source, order)), terms)) !== undefined
}

const partsOf = ({ instruments = [], designs, choices, arch }: LabOrder): LabParts => ({
  ...(arch === undefined ? {} : { arch }),
  instruments,
  designs: designs.map(name => `${name}${bracketOf(name, choices)}`),
})

async function recipeFor(
  source: KernelSource,
  { instruments = [], designs, choices = {}, arch = hostArch, extra = [] }: LabOrder,
): Promise<Recipe> {
  const design = await recipeOf(seriesOfSource(source), designs)
  const instrument = await instrumentRecipe(instruments)
  return {
    patches: [...design.patches, ...instrument.patches, ...extra],
    fragments: [
      ...design.fragments,
      await machineFragment(arch),
      ...choiceFragments(choices),
      ...instrument.fragments,
    ],
  }
}

/** Only who builds needs the tree to itself. */
async function takeOrBuild(
  { source, recipe, parts }: LabBuild,
  progress: Progress,
  beforeBuild: () => Promise<void>,
): Promise<Stored> {
  const key = keyOf(source, recipe)
  const kept = await keptEntry(shelf, key, terms)
  if (kept !== undefined) return readEntry(kept)
  await beforeBuild()
  const build = (): Promise<string> =>
    cached(shelf, key, terms, out => buildKernel({ source, recipe, parts }, out, progress))
  return readEntry(await alone(treeOf(source, parts), progress, build))
}

/** The same source with the same patches in the same order and the same configuration is the same kernel. */
export function keyOf({ name, version, sha256: hash }: KernelSource, { patches, fragments }: Recipe): string {
  const parts = [hash, patches.map(({ text }) => text), mergedText(fragments)]
  return `${name}-${version.replace(/[^\w.+~-]/g, '')}-${sha256(JSON.stringify(parts)).slice(0, 12)}`
}
