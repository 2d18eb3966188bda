import { readdirSync, readFileSync } from 'node:fs'
import { lstat, readdir, readlink, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { hasEnded, hasOwner, owner } from './owner.js'

/** The variable by which a process of ours is known: its owner, and which of that one's processes it belongs to. */
export const ownerVariable = 'LANDLOCKSTEP_OWNER'

/** Of another world nobody can tell who has ended there, but nobody works on one thing for so long. */
const foreignMs = 24 * 60 * 60 * 1_000

/** What may be swept begins so: what is temporary, or not in its place yet. */
const unfinished = /^(\.|landlockstep-)/

/** Removes from a folder what runs left there that were killed outright. */
export async function sweep(folder: string): Promise<void> {
  for (const name of await readdir(folder).catch(() => [])) {
    if (!unfinished.test(name)) continue
    const path = join(folder, name)
    const text = await ownerIn(path)
    if (!hasOwner(text)) continue
    // What cannot be removed belongs to somebody else.
    if (hasEnded(text) ?? (await isOlder(path)))
      await rm(path, { recursive: true, force: true }).catch(() => {})
  }
}

/** Its name says whose it is; the claim to a name is a link, and says so by where it leads. */
const ownerIn = async (path: string): Promise<string> =>
  path.endsWith('.claim') ? readlink(path).catch(() => '') : basename(path)

const isOlder = (path: string): Promise<boolean> =>
  lstat(path).then(
    ({ mtimeMs }) => Date.now() - mtimeMs > foreignMs,
    () => false,
  )

/** Ends the processes of runs that were killed outright. */
export const endOrphans = (): void => endThose(token => hasEnded(token) === true)

/** Ends what is left of the processes that belong to that one; without a token, what is left is there to stay. */
export function endRelatives(token: string): void {
  if (token !== '') endThose(other => other === token)
}

/** Ends every process that we started and that still runs. */
export function endOwn(): void {
  const prefix = `${owner()}.`
  endThose(token => token.startsWith(prefix))
}

function endThose(isMeant: (token: string) => boolean): void {
  for (const pid of readdirSync('/proc')) {
    const token = /^\d+$/.test(pid) ? tokenOf(pid) : undefined
    if (token !== undefined && isMeant(token)) kill(Number(pid))
  }
}

/** Of a process of another user, or one that is gone, there is nothing to read. */
function tokenOf(pid: string): string | undefined {
  try {
    const environment = readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0')
    return environment.find(one => one.startsWith(`${ownerVariable}=`))?.slice(ownerVariable.length + 1)
  } catch {
    return undefined
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It is gone by now.
  }
}
