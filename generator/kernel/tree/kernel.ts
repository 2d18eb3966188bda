import { readFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { z } from 'zod'
import { archOf, hostArch } from '../../shared/arch.js'
import { cached, keptEntry, sha256, type Terms, writeWhole } from '../../shared/cache.js'
import { compilerVersion } from '../../shared/compiler.js'
import { ToolError } from '../../shared/error.js'
import { readJson } from '../../shared/json.js'
import { alone } from '../../shared/lock.js'
import type { Progress } from '../../shared/progress.js'
import { readText } from '../../shared/text-file.js'
import { type Fragment, mergedText, notTaken } from '../build/config.js'
import { type BuildTree, compileKernel, configure, keepKernel } from '../build/kbuild.js'
import { type MakeTree, untilQuiet } from '../build/make.js'
import { checkSpace } from '../build/space.js'
import { recipeOf } from '../lab/designs.js'
import { instrumentRecipe } from '../lab/instruments.js'
import { machineFragment } from '../lab/machines.js'
import type { TreeRef } from '../ref.js'
import { asKernel, type ImageKernel, kernelTerms, readEntry } from '../store.js'
import { series } from '../version.js'
import { type Ahead, aheadIn, aheadNotes, headerPath, syscallsPath } from './ahead.js'
import { checkArchInEnvironment } from './built-image.js'
import { finishedKernel } from './finished.js'
import { lacksOf } from './needs.js'
import { addWarnings, type Warnings } from './warnings.js'
import { checkOut, fileIn, openWorkspace, type Revision, readRevision, type Workspace } from './workspace.js'

/** How a tree is built: the configuration, the compiler, and what watches it. */
export type TreeBuild = Pick<TreeRef, 'config' | 'cc' | 'instruments' | 'arch'>

const shelf = 'tree-kernels'

/** What a kernel of a tree has beside it. */
const aboutFile = 'about.json'

const aboutSchema = z.object({
  notes: z.array(z.string()),
  warnings: z.record(z.string(), z.array(z.string())),
})

const terms: Terms = {
  ...kernelTerms,
  needs: { ...kernelTerms.needs, config: 'file', [aboutFile]: 'file' },
  check: folder => readEntry(folder),
}

/** A kernel of a tree, and what the compiler warns of in it. */
export type TreeKernel = { readonly kernel: ImageKernel; readonly warnings: Warnings }

/**
 * The kernel of a tree, from the cache or built: of a commit, or of the files as they are. What somebody built of it already, in `$O`, is
 * taken as it is. Errors: E_TREE, E_GIT, E_CONFIG, E_BUILD, E_DISK, E_KERNEL, E_USAGE.
 */
export async function treeKernel(
  ref: string,
  { path, rev, ...how }: TreeRef,
  progress: Progress,
  beforeBuild: () => Promise<void>,
): Promise<ImageKernel> {
  const isOurs = (how.arch ?? hostArch) === hostArch
  const finished = rev === undefined && isOurs ? await finishedKernel(ref, path) : undefined
  if (finished !== undefined) return finished
  const workspace = await openWorkspace(path, compilerOf(how))
  const which = { ...how, ...(rev === undefined ? {} : { rev }) }
  return (await takeTree({ ref, workspace }, which, progress, beforeBuild)).kernel
}

/** The same of a workspace that is open. */
export const takeTree = (
  { ref, workspace }: Pick<TreeOrder, 'ref' | 'workspace'>,
  { rev, ...how }: TreeBuild & Pick<TreeRef, 'rev'>,
  progress: Progress,
  beforeBuild: () => Promise<void>,
): Promise<TreeKernel> =>
  alone(workspace.folder, progress, async () => {
    const revision = await readRevision(workspace, rev, progress)
    return takeOrBuild({ ref, workspace, revision, how }, progress, beforeBuild)
  })

/** What is to be built, and by what name. */
type TreeOrder = {
  readonly ref: string
  readonly workspace: Workspace
  readonly revision: Revision
  readonly how: TreeBuild
}

/** The kernel of a revision; whoever asks holds the workspace. The same files with the same configuration by the same compiler are the same kernel. */
async function takeOrBuild(
  order: TreeOrder,
  progress: Progress,
  beforeBuild: () => Promise<void>,
): Promise<TreeKernel> {
  const { ref, revision, how } = order
  await beforeBuild()
  const wanted = await wantedConfig(order)
  const compiler = await compilerVersion([compilerOf(how)])
  const parts = [revision.files, wanted.text, wanted.from, compiler, how.arch ?? hostArch]
  const key = sha256(JSON.stringify(parts)).slice(0, 24)
  const kept =
    (await keptEntry(shelf, key, terms)) ??
    (await cached(shelf, key, terms, out => build(order, wanted, out, progress)))
  const { notes, warnings } = readJson(aboutSchema, await readFile(join(kept, aboutFile), 'utf8'), aboutFile)
  const kernel = asKernel(ref, readEntry(kept))
  // What is ahead depends on the specs, too, which are not always those of the build.
  const ahead = await aheadOf(order)
  return {
    kernel: {
      ...kernel,
      origin: `${kernel.origin}, ${revision.says}`,
      notes: [...notes, ...aheadNotes(ahead)],
      ahead,
    },
    warnings,
  }
}

const aheadOf = async ({ workspace, revision }: TreeOrder): Promise<Ahead> =>
  aheadIn(
    (await fileIn(workspace, revision, headerPath)) ?? '',
    (await fileIn(workspace, revision, syscallsPath)) ?? '',
  )

/**
 * A compiler of the kernel is one word, as `check-linux.sh` takes it: gcc or clang, with a version or a path. Error: E_USAGE, also where `$ARCH` names
 * another architecture than this machine's and nobody said that a kernel is to be built for it.
 */
export function compilerOf({ cc, arch }: TreeBuild): string {
  if (arch === undefined) checkArchInEnvironment()
  if (cc === undefined && arch !== undefined && arch !== hostArch) return archOf(arch).cross.command
  return compilerNamed(cc ?? process.env.CC ?? '')
}

function compilerNamed(cc: string): string {
  if (cc === '') return 'gcc'
  if (/^[\w./+-]+$/.test(cc)) return cc
  throw new ToolError(
    'E_USAGE',
    `CC=${cc}: a kernel is built by one compiler without options, such as gcc-12 or clang.`,
  )
}

type Wanted = {
  readonly version: string
  readonly text: string
  readonly from: 'allnoconfig' | 'olddefconfig'
  readonly fragments: readonly Fragment[]
}

/** The fragments of a lab kernel of that version; or somebody's own configuration, which has to have what those ask for all the same. */
async function wantedConfig({ workspace, revision, how }: TreeOrder): Promise<Wanted> {
  const version = await versionOf(workspace, revision)
  const own = await recipeOf(series(version), [])
  const watch = await instrumentRecipe((how.instruments ?? '').split('+').filter(name => name !== ''))
  const [patch] = watch.patches
  if (patch !== undefined)
    throw new ToolError(
      'E_INSTRUMENT',
      `${basename(dirname(patch.name))} needs a patch to the kernel, and nothing is added to a tree of yours; a lab kernel takes it.`,
    )
  const fragments = [...own.fragments, await machineFragment(how.arch ?? hostArch), ...watch.fragments]
  if (how.config === undefined)
    return { version, text: mergedText(fragments), from: 'allnoconfig', fragments }
  const text = `${await readText(how.config)}\n${mergedText(watch.fragments)}`
  return { version, text, from: 'olddefconfig', fragments }
}

async function versionOf(workspace: Workspace, revision: Revision): Promise<string> {
  const makefile = (await fileIn(workspace, revision, 'Makefile')) ?? ''
  const [version, patch] = ['VERSION', 'PATCHLEVEL'].map(
    name => new RegExp(`^${name} = (\\d+)$`, 'm').exec(makefile)?.[1],
  )
  if (version !== undefined && patch !== undefined) return `${version}.${patch}`
  throw new ToolError(
    'E_TREE',
    `${workspace.path}, ${revision.says}: its Makefile names no version of Linux.`,
  )
}

/** Where make runs for a build, and for which architecture. */
export const makeTreeOf = ({ folder }: Workspace, { arch }: TreeBuild): MakeTree =>
  arch === undefined ? { folder } : { folder, arch }

async function build(
  order: TreeOrder,
  { version, text, from, fragments }: Wanted,
  out: string,
  progress: Progress,
): Promise<void> {
  const { workspace, revision, how } = order
  const kernel = `Linux ${revision.says}`
  const settings = [`CC=${compilerOf(how)}`]
  const tree: BuildTree = { ...makeTreeOf(workspace, how), kernel, settings }
  await checkSpace(workspace.folder)
  progress(`preparing ${kernel}`)
  await untilQuiet(workspace.folder)
  await checkOut(workspace, revision.files)
  const config = await configure(tree, text, from)
  const notes = lacksOf(kernel, notTaken(config, fragments, kernel))
  const said = await compileKernel(tree, progress)
  const warnings = await addWarnings(workspace.folder, said)
  await keepKernel(tree, out, { suite: 'tree', version, origin: `Linux ${version} of ${workspace.path}` })
  await writeWhole(join(out, aboutFile), `${JSON.stringify({ notes, warnings }, null, 2)}\n`)
}
