import { randomUUID } from 'node:crypto'
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'

/** What one session wrote, and whether it may write more. */
export type Segment = { readonly path: string; readonly text: string; readonly isOpen: boolean }

/** The one file that a session writes, and nobody else. */
type OwnSegment = {
  readonly append: (line: string) => void
  /** Takes the place of segments that nobody writes any more: a line of theirs is on the disk here before they go. */
  readonly replace: (segments: readonly Segment[], text: string) => void
  readonly close: () => void
}

/** The segments that this process writes. */
const open = new Set<string>()

/**
 * The segments of a file, `corpus.jsonl` and all `corpus.<pid>-<anything>.jsonl` beside it. Since each has but one writer, sessions at the same
 * time take nothing from each other, and what is half-written can only be the last line of one that is open: that is left out.
 */
export function segmentsOf(file: string): readonly Segment[] {
  const stem = basename(file, '.jsonl')
  const names = existsSync(dirname(file)) ? readdirSync(dirname(file)).sort() : []
  return names.flatMap((name): readonly Segment[] => {
    const rest = name.startsWith(stem) && name.endsWith('.jsonl') ? name.slice(stem.length, -6) : undefined
    if (rest === undefined || !/^(\.\d+-[\w-]+)?$/.test(rest)) return []
    const path = join(dirname(file), name)
    const isOpen = isWritten(path, Number(/\d+/.exec(rest)?.[0]))
    const text = readThere(path)
    return text === undefined ? [] : [{ path, isOpen, text: isOpen ? wholeLines(text) : text }]
  })
}

const isWritten = (path: string, pid: number): boolean =>
  pid === process.pid ? open.has(path) : existsSync(join('/proc', `${pid}`))

const wholeLines = (text: string): string => text.slice(0, text.lastIndexOf('\n') + 1)

/** What sessions left that were killed while they wrote it. */
const halfWritten = (file: string): readonly string[] =>
  readdirSync(dirname(file)).flatMap(name => {
    const [, pid] = /\.(\d+)-\w+\.jsonl\.part$/.exec(name) ?? []
    const isOurs = pid !== undefined && name.startsWith(basename(file, '.jsonl'))
    return isOurs && !existsSync(join('/proc', pid)) ? [join(dirname(file), name)] : []
  })

/** Nothing of one that another session has just replaced: it is in that one's. */
function readThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}

/** A new segment, which is no file before something is written. */
export function ownSegment(file: string): OwnSegment {
  const folder = dirname(file)
  const path = join(folder, `${basename(file, '.jsonl')}.${process.pid}-${randomUUID().slice(0, 8)}.jsonl`)
  open.add(path)
  return {
    append: line => {
      mkdirSync(folder, { recursive: true })
      appendFileSync(path, line)
    },
    replace: (segments, text) => {
      const part = `${path}.part`
      try {
        mkdirSync(folder, { recursive: true })
        writeFileSync(part, text)
        renameSync(part, path)
      } finally {
        rmSync(part, { force: true })
      }
      for (const one of segments) rmSync(one.path, { force: true })
      for (const one of halfWritten(file)) rmSync(one, { force: true })
    },
    close: () => void open.delete(path),
  }
}
