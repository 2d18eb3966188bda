import { lstatSync, readdirSync, readFileSync, readlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setImmediate as pause } from 'node:timers/promises'
import { z } from 'zod'
import { ToolError } from './error.js'
import { sha256FileSync } from './hash.js'
import { readJson } from './json.js'

/** What the list of a folder's files is called in it. */
export const manifestFile = 'sealed'

/** A file with its size in bytes, hash, whether it may be run, and when it was written and changed; or a link with where it leads. */
const rowSchema = z.union([
  z.tuple([z.literal('file'), z.string(), z.int(), z.string(), z.boolean(), z.string().regex(/^\d+ \d+$/)]),
  z.tuple([z.literal('link'), z.string(), z.string()]),
])

const manifestSchema = z.strictObject({ files: z.array(rowSchema) })

type HashRow = z.infer<typeof rowSchema>

/** Which files of a folder may come, go and change, and whether a file that has the size and times that it had is believed without a look. */
export type Vouching = {
  readonly mayChange?: (folder: string) => (path: string) => boolean
  readonly byTimes?: boolean
}

/** Lists every file of a folder with its hash, in the folder itself. */
export async function seal(folder: string, { mayChange = never }: Vouching = {}): Promise<void> {
  const files: HashRow[] = []
  const isFree = mayChange(folder)
  for (const path of filesIn(folder).filter(path => !isFree(path))) {
    files.push(rowOf(folder, path))
    await breathe()
  }
  writeFileSync(join(folder, manifestFile), JSON.stringify({ files }))
}

/**
 * What is wrong with a folder that was sealed, in words, or undefined if each file is there with the content that it had. Contents are read once a
 * process; after that a file is read again only if its inode, size or times are others (the time of change cannot be set by anybody).
 */
export async function whyDamaged(folder: string, vouching: Vouching = {}): Promise<string | undefined> {
  const rows = rowsOf(folder)
  if (rows === undefined) return 'it has no list of its files that can be read'
  const { mayChange = never, byTimes = false } = vouching
  const isFree = mayChange(folder)
  const listed = new Set(rows.map(([, path]) => path))
  const added = byTimes ? undefined : filesIn(folder).find(path => !listed.has(path) && !isFree(path))
  if (added !== undefined) return `${added} was added to it`
  for (const row of rows) {
    if (isFree(row[1])) continue
    const why = whyOther(folder, row, byTimes)
    if (why !== undefined) return why
    await breathe()
  }
  return undefined
}

const never = () => (): boolean => false

function rowsOf(folder: string): readonly HashRow[] | undefined {
  try {
    return readJson(manifestSchema, readFileSync(join(folder, manifestFile), 'utf8'), manifestFile).files
  } catch (error) {
    if (error instanceof ToolError || (error instanceof Error && 'code' in error && error.code === 'ENOENT'))
      return undefined
    throw error
  }
}

/** Every file and link below a folder, by its path in it and sorted. */
function filesIn(folder: string, below = ''): readonly string[] {
  const entries = readdirSync(join(folder, below), { withFileTypes: true })
  return entries
    .flatMap(entry => {
      const path = below === '' ? entry.name : `${below}/${entry.name}`
      return entry.isDirectory() ? filesIn(folder, path) : path === manifestFile ? [] : [path]
    })
    .sort()
}

function rowOf(folder: string, path: string): HashRow {
  const whole = join(folder, path)
  const stats = lstatSync(whole, { bigint: true })
  if (stats.isSymbolicLink()) return ['link', path, readlinkSync(whole)]
  if (!stats.isFile()) throw new Error(`${whole} is neither a file nor a folder nor a link`)
  const hash = sha256FileSync(whole)
  read.set(whole, `${hash} ${identity(stats)}`)
  return ['file', path, Number(stats.size), hash, isExecutable(stats), timesOf(stats)]
}

function whyOther(folder: string, row: HashRow, byTimes: boolean): string | undefined {
  const [kind, path] = row
  const whole = join(folder, path)
  const stats = lstatSync(whole, { bigint: true, throwIfNoEntry: false })
  if (stats === undefined) return `${path} is gone`
  if (kind === 'link')
    return stats.isSymbolicLink() && readlinkSync(whole) === row[2] ? undefined : other(path)
  const [, , size, hash, executable, times] = row
  if (!stats.isFile() || Number(stats.size) !== size || isExecutable(stats) !== executable) return other(path)
  if (byTimes && timesOf(stats) === times) return undefined
  const known = `${hash} ${identity(stats)}`
  if (read.get(whole) === known) return undefined
  if (sha256FileSync(whole) !== hash) return other(path)
  read.set(whole, known)
  return undefined
}

const other = (path: string): string => `${path} is not what it was`

type Stats = {
  readonly ino: bigint
  readonly size: bigint
  readonly mode: bigint
  readonly mtimeNs: bigint
  readonly ctimeNs: bigint
}

const isExecutable = ({ mode }: Stats): boolean => (mode & 0o111n) !== 0n

const timesOf = ({ mtimeNs, ctimeNs }: Stats): string => `${mtimeNs} ${ctimeNs}`

const identity = (stats: Stats): string => `${stats.ino} ${stats.size} ${timesOf(stats)}`

/** What this process has read: the hash and identity of each file. */
const read = new Map<string, string>()

let last = performance.now()

/** A signal waits no longer than this, in milliseconds, for thousands of files. */
const stretch = 50

async function breathe(): Promise<void> {
  if (performance.now() - last < stretch) return
  await pause()
  last = performance.now()
}
