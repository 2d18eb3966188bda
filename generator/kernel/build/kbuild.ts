import { existsSync } from 'node:fs'
import { copyFile, readFile, rm, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { archOf, hostArch } from '../../shared/arch.js'
import { sha256File, writeWhole } from '../../shared/cache.js'
import type { Progress } from '../../shared/progress.js'
import { entryFile, type StoredKernel, symbolsFile } from '../store.js'
import { keepGcovNotes } from './gcov-notes.js'
import { buildError, isStep, type MakeTree, make } from './make.js'
import { repair } from './repair.js'

/** Where a kernel is built: a folder that holds its source as `source`; what it is called; and what make is told beside what it always is. */
export type BuildTree = MakeTree & {
  readonly kernel: string
  readonly settings?: readonly string[]
}

/**
 * Makes the configuration of a kernel: what is wanted over nothing, or, `olddefconfig`, a whole one with what it leaves open as usual.
 * Returns what came of it. Error: E_BUILD.
 */
export async function configure(
  tree: BuildTree,
  wanted: string,
  from: 'allnoconfig' | 'olddefconfig' = 'allnoconfig',
): Promise<string> {
  const { folder, kernel, settings = [] } = tree
  const [config, log] = [join(folder, 'source/.config'), join(folder, 'config.log')]
  const file = join(folder, 'wanted.config')
  await writeWhole(file, wanted)
  // One that is as it was makes nothing anew.
  if (from === 'olddefconfig') await writeFile(config, wanted)
  const targets = from === 'allnoconfig' ? [`KCONFIG_ALLCONFIG=${file}`, from] : [from]
  const { exitCode } = await make(tree, [...settings, ...targets], 'config.log')
  if (exitCode !== 0) throw buildError(`The configuration of ${kernel}`, await readFile(log, 'utf8'), log)
  return readFile(config, 'utf8')
}

/** Builds the image, from what an interrupted build left. Returns what make said. Errors: E_BUILD, E_DISK. */
export async function compileKernel(tree: BuildTree, progress: Progress): Promise<string> {
  const { folder, kernel, settings = [] } = tree
  const [marker, log] = [join(folder, 'building'), join(folder, 'build.log')]
  let count = existsSync(marker) ? await repair(join(folder, 'source')) : 0
  const expected = existsSync(join(folder, 'source/vmlinux')) ? '' : ` of about ${aboutSteps}`
  await writeFile(marker, '')
  const onLine = (line: string): void => {
    if (isStep(line)) progress(`building ${kernel}, ${++count}${expected} files`)
  }
  const { exitCode } = await make(tree, [...settings, basename(imageOf(tree))], 'build.log', onLine)
  if (exitCode !== null && exitCode < killed) await rm(marker)
  const said = await readFile(log, 'utf8')
  if (exitCode !== 0) throw buildError(kernel, said, log)
  return said
}

/** The image that is made, which is called as what make is to make. */
const imageOf = ({ arch }: BuildTree): string => archOf(arch).image.path

/** A make that was killed tidies nothing up; flock(1) tells its signal above this. */
const killed = 128

/** What a first build makes. */
const aboutSteps = 1_600

/** Puts what was built into a folder, as the cache keeps kernels. */
export async function keepKernel(
  tree: BuildTree,
  out: string,
  about: Pick<StoredKernel, 'suite' | 'version' | 'origin'>,
): Promise<void> {
  const built = join(tree.folder, 'source')
  await copyFile(join(built, imageOf(tree)), join(out, 'vmlinuz'))
  await copyFile(join(built, '.config'), join(out, 'config'))
  if (existsSync(join(built, symbolsFile))) await copyFile(join(built, symbolsFile), join(out, symbolsFile))
  await keepGcovNotes(built, out)
  const entry: StoredKernel = {
    arch: tree.arch ?? hostArch,
    ...about,
    release: (await readFile(join(built, 'include/config/kernel.release'), 'utf8')).trim(),
    sha256: await sha256File(join(out, 'vmlinuz')),
    modules: [],
    config: 'config',
  }
  await writeFile(join(out, entryFile), `${JSON.stringify(entry, null, 2)}\n`)
}
