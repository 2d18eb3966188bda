import { existsSync } from 'node:fs'
import { copyFile, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sha256File, writeWhole } from '../../shared/cache.js'
import type { Progress } from '../../shared/progress.js'
import type { LabRef } from '../ref.js'
import { entryFile, type StoredKernel, symbolsFile } from '../store.js'
import { checkConfig, type Fragment, mergedText } from './config.js'
import type { Recipe } from './designs.js'
import { buildError, isStep, make, untilQuiet } from './make.js'
import type { Planted } from './plant.js'
import { repair } from './repair.js'
import { type KernelSource, treeOf, unpackSource } from './source.js'
import { checkSpace } from './space.js'
import { patchTree } from './tree.js'

/** What a kernel has beside its source. */
export type LabParts = Pick<LabRef, 'instruments' | 'designs'>

/**
 * Builds a kernel in the one tree of its source and instruments, so that only what differs from the build before is made again, and puts it into `out`.
 * An interrupted build is continued by the next. Errors: those of apt, E_KERNEL, E_PATCH, E_MISTAKE, E_CONFIG, E_BUILD, E_DISK.
 */
export async function buildKernel(
  source: KernelSource,
  { patches, fragments }: Recipe,
  parts: LabParts,
  out: string,
  progress: Progress,
  mistakes: readonly Planted[] = [],
): Promise<void> {
  const tree = treeOf(source, parts.instruments)
  const kernel = told(source, parts)
  await checkSpace(tree)
  await unpackSource(source, parts.instruments, progress)
  progress(`preparing ${kernel}`)
  await untilQuiet(tree)
  await patchTree(tree, patches, `Linux ${source.version}`, mistakes)
  await configure(tree, fragments, kernel)
  await compile(tree, kernel, progress)
  await keep(tree, source, parts, out)
}

function told({ version }: KernelSource, { instruments, designs }: LabParts): string {
  const all = [...instruments, ...designs]
  return `the lab kernel ${version}${all.length === 0 ? '' : ` with ${all.join(', ')}`}`
}

async function configure(tree: string, fragments: readonly Fragment[], kernel: string): Promise<void> {
  const wanted = join(tree, 'wanted.config')
  await writeWhole(wanted, mergedText(fragments))
  const { exitCode } = await make(tree, [`KCONFIG_ALLCONFIG=${wanted}`, 'allnoconfig'], 'config.log')
  const log = join(tree, 'config.log')
  if (exitCode !== 0) throw buildError(`The configuration of ${kernel}`, await readFile(log, 'utf8'), log)
  checkConfig(await readFile(join(tree, 'source/.config'), 'utf8'), fragments, kernel)
}

async function compile(tree: string, kernel: string, progress: Progress): Promise<void> {
  const [marker, log] = [join(tree, 'building'), join(tree, 'build.log')]
  let count = existsSync(marker) ? await repair(join(tree, 'source')) : 0
  const expected = existsSync(join(tree, 'source/vmlinux')) ? '' : ` of about ${aboutSteps}`
  await writeFile(marker, '')
  const onLine = (line: string): void => {
    if (isStep(line)) progress(`building ${kernel}, ${++count}${expected} files`)
  }
  const { exitCode } = await make(tree, ['bzImage'], 'build.log', onLine)
  if (exitCode !== null && exitCode < killed) await rm(marker)
  if (exitCode !== 0) throw buildError(kernel, await readFile(log, 'utf8'), log)
}

/** A make that was killed tidies nothing up; flock(1) tells its signal above this. */
const killed = 128

/** What a first build makes. */
const aboutSteps = 1_600

async function keep(tree: string, source: KernelSource, parts: LabParts, out: string): Promise<void> {
  const built = join(tree, 'source')
  await copyFile(join(built, 'arch/x86/boot/bzImage'), join(out, 'vmlinuz'))
  await copyFile(join(built, '.config'), join(out, 'config'))
  if (existsSync(join(built, symbolsFile))) await copyFile(join(built, symbolsFile), join(out, symbolsFile))
  const { suite, name, version } = source
  const entry: StoredKernel = {
    suite,
    release: (await readFile(join(built, 'include/config/kernel.release'), 'utf8')).trim(),
    version,
    origin: `${told(source, parts)}, from ${name} of Debian ${suite}`,
    sha256: await sha256File(join(out, 'vmlinuz')),
    modules: [],
    config: 'config',
  }
  await writeFile(join(out, entryFile), `${JSON.stringify(entry, null, 2)}\n`)
}
