import { existsSync } from 'node:fs'
import { cp, mkdir, readdir, readFile, rename, rm, symlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { writeWhole } from './cache.js'
import { messageOf, ToolError } from './error.js'
import { owner } from './owner.js'
import { sweep } from './sweep.js'
import { discarding, hidden, rethrowUnless } from './unfinished.js'

/** A file to write: its path is relative to the folder that it belongs in. */
export type SourceFile = { readonly path: string; readonly content: string }

/**
 * Puts a copy of a folder in its place, whole or not at all; what was there before goes. Of two of us who do so at once, one is last.
 * Error: E_DISK.
 */
export async function placeFolder(from: string, to: string): Promise<void> {
  const part = hidden(to)
  await discarding([part], async () => {
    try {
      await mkdir(dirname(to), { recursive: true })
      await sweep(dirname(to))
      await cp(from, part, { recursive: true })
      await replace(part, to)
    } catch (cause) {
      throw unwritten(to, cause)
    }
  })
}

async function replace(part: string, to: string): Promise<void> {
  for (;;) {
    const isThere = await rename(part, to).then(() => false, rethrowUnless('ENOTEMPTY', 'EEXIST'))
    if (!isThere) return
    const old = hidden(to)
    await discarding([old], () => rename(to, old).catch(rethrowUnless('ENOENT')))
  }
}

/** Where a new folder is filled, and where it will be. */
export type NewFolder = { readonly part: string; readonly folder: string }

/** So many folders of one name there may be: more in one second are no accident. */
const mostOfName = 1_000

/**
 * Fills a new folder that nobody else has: of this name, or with a number behind it if that one is taken. It appears whole, or not at all
 * if that fails. Error: E_DISK.
 */
export async function newFolder<T>(
  parent: string,
  name: string,
  fill: (folder: NewFolder) => Promise<T>,
): Promise<T> {
  const { folder, claimed } = await claim(parent, name).catch((cause: unknown) => {
    throw unwritten(join(parent, name), cause)
  })
  const part = hidden(folder)
  return discarding([part, claimed], async () => {
    await mkdir(part).catch((cause: unknown) => {
      throw unwritten(part, cause)
    })
    const filled = await fill({ part, folder })
    await rename(part, folder).catch((cause: unknown) => {
      throw unwritten(folder, cause)
    })
    return filled
  })
}

/** A name is taken while a link beside it says by whom, and once there is a folder of that name. */
async function claim(
  parent: string,
  name: string,
): Promise<{ readonly folder: string; readonly claimed: string }> {
  await mkdir(parent, { recursive: true })
  await sweep(parent)
  for (let number = 1; number <= mostOfName; number++) {
    const own = number === 1 ? name : `${name}-${number}`
    const [folder, claimed] = [join(parent, own), join(parent, `.${own}.claim`)]
    const isTaken = await symlink(owner(), claimed).then(() => false, rethrowUnless('EEXIST'))
    if (isTaken) continue
    if (!existsSync(folder)) return { folder, claimed }
    await rm(claimed, { force: true })
  }
  throw new Error(`there are ${mostOfName} folders called ${name}`)
}

const unwritten = (path: string, cause: unknown): ToolError =>
  new ToolError('E_DISK', `${path} cannot be written: free some space, or look at its permissions.`, {
    output: messageOf(cause),
    cause,
  })

/** Writes files into a folder. */
export async function writeFiles(folder: string, files: readonly SourceFile[]): Promise<void> {
  for (const { path, content } of files) await writeWhole(join(folder, path), content)
}

/** The paths of every file in a folder and those below it. */
export async function filesBelow(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries.filter(entry => entry.isFile()).map(entry => join(entry.parentPath, entry.name))
}

/** Whether a folder has exactly these files with this content, beside what was built from them. */
export async function hasFiles(folder: string, files: readonly SourceFile[]): Promise<boolean> {
  const sources = new Set(files.map(({ path }) => path))
  const there = await readdir(folder, { recursive: true }).catch(() => [])
  if (there.some(path => /\.(c|h|json)$/.test(path) && !sources.has(path))) return false
  const same = await Promise.all(
    files.map(
      async ({ path, content }) => (await readFile(join(folder, path), 'utf8').catch(() => null)) === content,
    ),
  )
  return same.every(Boolean)
}
