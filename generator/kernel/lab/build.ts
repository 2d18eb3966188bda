import { atArch, hostArch } from '../../shared/arch.js'
import type { Progress } from '../../shared/progress.js'
import { checkConfig, mergedText } from '../build/config.js'
import { type BuildTree, compileKernel, configure, keepKernel } from '../build/kbuild.js'
import { untilQuiet } from '../build/make.js'
import { checkSpace } from '../build/space.js'
import type { LabRef } from '../ref.js'
import type { Recipe } from './designs.js'
import type { Planted } from './plant.js'
import { type KernelSource, treeOf, unpackSource } from './source.js'
import { patchTree } from './tree.js'

/** What a kernel has beside its source. */
export type LabParts = Pick<LabRef, 'instruments' | 'designs' | 'arch'>

/** What a lab kernel is made of. */
export type LabBuild = { readonly source: KernelSource; readonly recipe: Recipe; readonly parts: LabParts }

/**
 * Builds a kernel in the one tree of its source and instruments, so that only what differs from the build before is made again, and puts it into `out`.
 * An interrupted build is continued by the next. Errors: those of apt, E_KERNEL, E_PATCH, E_MISTAKE, E_CONFIG, E_BUILD, E_DISK.
 */
export async function buildKernel(
  { source, recipe, parts }: LabBuild,
  out: string,
  progress: Progress,
  mistakes: readonly Planted[] = [],
): Promise<void> {
  const { patches, fragments } = recipe
  const { arch } = parts
  const folder = treeOf(source, parts)
  const kernel = describeLab(source, parts)
  const tree: BuildTree = { folder, kernel, ...(arch === undefined ? {} : { arch }) }
  await checkSpace(folder)
  await unpackSource(source, parts, progress)
  progress(`preparing ${kernel}`)
  await untilQuiet(folder)
  await patchTree(folder, patches, `Linux ${source.version}`, mistakes)
  checkConfig(await configure(tree, mergedText(fragments)), fragments, kernel)
  await compileKernel(tree, progress)
  const { suite, name, version } = source
  await keepKernel(tree, out, { suite, version, origin: `${kernel}, from ${name} of Debian ${suite}` })
}

function describeLab({ version }: KernelSource, { instruments, designs, arch = hostArch }: LabParts): string {
  const all = [...instruments, ...designs]
  return `the lab kernel ${version}${atArch(arch)}${all.length === 0 ? '' : ` with ${all.join(', ')}`}`
}
