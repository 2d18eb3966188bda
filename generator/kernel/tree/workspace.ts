import { existsSync } from 'node:fs'
import { copyFile, mkdir, readFile, realpath, rm, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { sha256, writeWhole } from '../../shared/cache.js'
import { cacheFolder } from '../../shared/cache-folder.js'
import { ToolError } from '../../shared/error.js'
import type { Progress } from '../../shared/progress.js'
import { notBuilt } from './built-files.js'
import { askTree, git, type Repository, tryGit } from './git.js'

/** A kernel tree of a user's, and the folder of ours where it is built: nothing is ever written to the tree. */
export type Workspace = Repository & {
  /** The tree of the user's. */
  readonly path: string
  /** Ours: the repository, the source that is built, logs. */
  readonly folder: string
  /** The folder of git's objects that the tree has; without git, undefined. */
  readonly objects: string | undefined
}

/** What a build is made of: git's name for all files, and where they come from. */
export type Revision = { readonly files: string; readonly commit: string | null; readonly says: string }

/** Where trees are built, each in a folder for each compiler. */
const shelf = 'trees'

/** Opens the workspace of a tree. Error: E_TREE for what is no kernel tree. */
export async function openWorkspace(tree: string, compiler: string): Promise<Workspace> {
  const path = await realpath(tree).catch(() => undefined)
  if (path === undefined || !(await stat(path)).isDirectory()) throw noTree(tree, 'there is no such folder')
  const makefile = await readFile(join(path, 'Makefile'), 'utf8').catch(() => '')
  const git = await gitOf(path)
  // A bare repository has no files, and its commits can be built all the same.
  if (git === undefined && !/^VERSION = \d/m.test(makefile))
    throw noTree(tree, 'its Makefile does not name a version of Linux')
  const name = `${basename(path).replaceAll(/[^\w.-]/g, '-')}-${sha256(path).slice(0, 12)}`
  const folder = join(cacheFolder(), shelf, `${name}-${compiler.replaceAll(/[^\w.-]/g, '-')}`)
  const workspace: Workspace = {
    path,
    folder,
    gitDir: join(folder, 'repository'),
    source: join(folder, 'source'),
    objects: git?.objects,
  }
  await prepare(workspace, git?.shallow)
  return workspace
}

type GitOf = { readonly objects: string; readonly shallow: string }

/** Where the repository of a tree keeps its objects; a folder inside of another repository's files is none. */
async function gitOf(path: string): Promise<GitOf | undefined> {
  const top = await askTree(path, ['rev-parse', '--show-prefix'])
  if (top !== '') return undefined
  const [objects, shallow] = (
    (await askTree(path, [
      'rev-parse',
      '--path-format=absolute',
      '--git-path',
      'objects',
      '--git-path',
      'shallow',
    ])) ?? ''
  ).split('\n')
  return objects === undefined || shallow === undefined ? undefined : { objects, shallow }
}

async function prepare(workspace: Workspace, shallow: string | undefined): Promise<void> {
  const { gitDir, source, objects } = workspace
  await mkdir(source, { recursive: true })
  if (!existsSync(join(gitDir, 'HEAD'))) {
    await mkdir(gitDir, { recursive: true })
    await git(workspace, ['init', '-q'])
  }
  if (objects !== undefined) await writeWhole(join(gitDir, 'objects/info/alternates'), `${objects}\n`)
  if (shallow !== undefined && existsSync(shallow)) await copyFile(shallow, join(gitDir, 'shallow'))
  else await rm(join(gitDir, 'shallow'), { force: true })
}

/** Reads a commit of the tree, or without one the files as they are now. Errors: E_TREE, E_GIT. */
export async function readRevision(
  workspace: Workspace,
  rev: string | undefined,
  progress: Progress,
): Promise<Revision> {
  const revision = rev === undefined ? await asItIs(workspace, progress) : await commitOf(workspace, rev)
  await checkLandlock(workspace, revision)
  return revision
}

async function commitOf(workspace: Workspace, rev: string): Promise<Revision> {
  const { path, objects } = workspace
  if (objects === undefined)
    throw noTree(path, `it is no git repository, so it has no commit ${JSON.stringify(rev)}; leave @… out`)
  // What was made of mails is a commit of ours alone.
  const commit = (await findCommit(workspace, rev)) ?? (await ownCommit(workspace, rev))
  if (commit === undefined)
    throw new ToolError(
      'E_TREE',
      `${path} has no commit ${JSON.stringify(rev)}; see \`git -C ${path} log\`, or fetch it.`,
    )
  return ownRevision(workspace, commit)
}

/** A commit of the tree by any name that git takes there. */
export const findCommit = ({ path }: Workspace, name: string): Promise<string | undefined> =>
  askTree(path, named(name))

const named = (name: string): readonly string[] => [
  'rev-parse',
  '--verify',
  '--quiet',
  '--end-of-options',
  `${name}^{commit}`,
]

async function ownCommit(workspace: Workspace, name: string): Promise<string | undefined> {
  const { exitCode, stdout } = await tryGit(workspace, named(name))
  return exitCode === 0 ? stdout.trim() : undefined
}

const filesOf = async (workspace: Workspace, commit: string): Promise<string> =>
  (await git(workspace, ['rev-parse', '--verify', `${commit}^{tree}`])).trim()

/** A commit that is in our repository: all of the tree's, and those that were made of mails. */
async function ownRevision(workspace: Workspace, commit: string): Promise<Revision> {
  const says = await git(workspace, ['log', '-1', '--format=%h (“%s”)', commit])
  return { files: await filesOf(workspace, commit), commit, says: says.trim() }
}

/** All files as they are now, tracked or not, but for what git is told to ignore; the index that remembers them is ours. */
async function asItIs(workspace: Workspace, progress: Progress): Promise<Revision> {
  const { path, gitDir, objects } = workspace
  const index = join(gitDir, 'index.files')
  progress(`reading the files of ${path}`)
  const theirs = objects === undefined ? undefined : await askTree(path, indexPath)
  if (theirs !== undefined && !existsSync(index) && existsSync(theirs)) await copyFile(theirs, index)
  const add = objects === undefined ? ['add', '-A', '-f', '--', '.', ...notBuilt] : ['add', '-A']
  await rm(`${index}.lock`, { force: true })
  await git(workspace, ['-c', 'core.looseCompression=0', '-c', 'advice.addEmbeddedRepo=false', ...add], {
    files: path,
    index,
  })
  const files = (await git(workspace, ['write-tree'], { files: path, index })).trim()
  const head = objects === undefined ? undefined : await askTree(path, ['rev-parse', '--verify', 'HEAD'])
  if (head === undefined) return { files, commit: null, says: 'the files as they are' }
  const says = (await askTree(path, ['log', '-1', '--format=%h (“%s”)', head])) ?? head
  const isClean = (await filesOf(workspace, head)) === files
  return { files, commit: isClean ? head : null, says: isClean ? says : `${says} with changes` }
}

const indexPath = ['rev-parse', '--path-format=absolute', '--git-path', 'index']

/** What a tree must have to be built and judged. */
async function checkLandlock(workspace: Workspace, { files, says }: Revision): Promise<void> {
  const has = async (path: string): Promise<boolean> =>
    (await git(workspace, ['ls-tree', '--name-only', files, '--', path])).trim() !== ''
  if (!(await has('Kconfig')) || !(await has('Makefile')) || !(await has('kernel')))
    throw noTree(workspace.path, `${says} has not the files of Linux`)
  if (!(await has('security/landlock')))
    throw new ToolError(
      'E_TREE',
      `${workspace.path}, ${says}, has no security/landlock: Landlock is in Linux since 5.13, so take a newer commit.`,
    )
}

const noTree = (path: string, why: string): ToolError =>
  new ToolError('E_TREE', `${path} is no kernel tree: ${why}. Give the top folder of a Linux source.`)

/** Makes the source in the workspace what a revision has; only files that differ are written, so that make rebuilds no more. Error: E_GIT. */
export async function checkOut(workspace: Workspace, files: string): Promise<void> {
  await rm(join(workspace.gitDir, 'index.lock'), { force: true })
  await git(workspace, ['read-tree', '--reset', '-u', files])
}

/** A file of a revision; undefined if it has none. */
export async function fileIn(
  workspace: Workspace,
  { files }: Revision,
  path: string,
): Promise<string | undefined> {
  const listed = await git(workspace, ['ls-tree', '--name-only', files, '--', path])
  return listed.trim() === '' ? undefined : git(workspace, ['cat-file', 'blob', `${files}:${path}`])
}
