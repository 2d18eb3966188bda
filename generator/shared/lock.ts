import { once } from 'node:events'
import { mkdir, readFile } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { execa } from 'execa'
import { cacheFolder } from './cache-folder.js'
import { environment } from './environment.js'
import { messageOf, ToolError } from './error.js'
import { sha256 } from './hash.js'
import { owner } from './owner.js'
import { checkStopping } from './process-group.js'
import { missingProgram } from './programs.js'
import type { Progress } from './progress.js'
import { ownerVariable } from './sweep.js'

/**
 * Lends a folder to one process at a time for one purpose, which says what its holder does to it; whoever waits is told for whom.
 * flock(1) holds the lock, on a file of the cache, for a program that reads from us: it ends when we do, however we end.
 * Errors: E_MISSING without flock(1), E_DISK where nothing can be locked, E_STOPPED once all is to end.
 */
export async function alone<T>(
  folder: string,
  progress: Progress,
  use: () => Promise<T>,
  purpose: 'builds in' | 'makes' = 'builds in',
): Promise<T> {
  const file = join(cacheFolder(), 'locks', sha256(`${purpose} ${relative(cacheFolder(), folder)}`))
  await mkdir(dirname(file), { recursive: true }).catch((cause: unknown) => {
    throw unlocked(folder, messageOf(cause))
  })
  const unlock =
    (await take({ file, folder }, '--nonblock')) ?? (await wait({ file, folder }, purpose, progress))
  try {
    return await use()
  } finally {
    await unlock()
  }
}

/** What is locked, and the file that stands for it. */
type Lock = { readonly file: string; readonly folder: string }

type Unlock = () => Promise<unknown>

async function wait(lock: Lock, purpose: string, progress: Progress): Promise<Unlock> {
  const pid = (await readFile(lock.file, 'utf8')).trim()
  progress(
    `waiting for ${pid === '' ? 'another process' : `process ${pid}`}, which ${purpose} ${lock.folder}`,
  )
  const unlock = await take(lock)
  if (unlock === undefined) throw unlocked(lock.folder, 'flock(1) did not wait for it')
  return unlock
}

/** What flock(1) answers where somebody has the lock and it is not to wait. */
const isTaken = 75

/** The lock, by how it is given back; undefined if somebody else has it. The file says who has it. */
async function take({ file, folder }: Lock, ...how: readonly string[]): Promise<Unlock | undefined> {
  const held = [
    '--conflict-exit-code',
    String(isTaken),
    '--no-fork',
    file,
    'tee',
    '--ignore-interrupts',
    file,
  ]
  const holder = execa('flock', [...how, ...held], {
    env: { ...environment(), [ownerVariable]: `${owner()}.lock` },
    extendEnv: false,
    reject: false,
  })
  holder.stdin.write(`${process.pid}\n`)
  const end = holder.then(result => result)
  const first = await Promise.race([end, once(holder.stdout, 'data').then(() => undefined)])
  if (first === undefined)
    return () => {
      holder.stdin.end()
      return end
    }
  checkStopping('flock')
  if (first.exitCode === isTaken) return undefined
  if (first.code === 'ENOENT') throw missingProgram('flock', first.cause)
  throw unlocked(folder, first.stderr)
}

const unlocked = (folder: string, output: string): ToolError =>
  new ToolError('E_DISK', `${folder} cannot be locked; choose another place by XDG_CACHE_HOME.`, { output })
