import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { writeWhole } from '../../shared/cache.js'
import { readJson } from '../../shared/json.js'

const schema = z.record(z.string(), z.array(z.string()))

/** What compilers warn of, by the file that it is in, without the lines' numbers, which other changes move. */
export type Warnings = Readonly<z.infer<typeof schema>>

const listOf = (folder: string): string => join(folder, 'warnings.json')

const readWarnings = (folder: string): Warnings =>
  existsSync(listOf(folder)) ? readJson(schema, readFileSync(listOf(folder), 'utf8'), 'warnings.json') : {}

/** The files that make compiled, and what was warned of. */
export function warningsIn(log: string): {
  readonly compiled: readonly string[]
  readonly warnings: Warnings
} {
  const compiled = log.split('\n').flatMap(line => {
    const object = /^ {2}CC +(\S+)\.o$/.exec(line)?.[1]
    return object === undefined ? [] : [`${object}.c`]
  })
  return { compiled, warnings: remarksIn(log, /^warning: (.*)$/) }
}

/** What of one kind a compiler, or what checks as one does, says of each file; the kind has in brackets what is kept of a remark. */
export function remarksIn(log: string, kind: RegExp): Warnings {
  const found = new Map<string, Set<string>>()
  for (const line of log.split('\n')) {
    const [, file, remark = ''] = /^(?:\.\/)?([^\s:]+):\d+(?::\d+)?: (.*)$/.exec(line) ?? []
    const text = kind.exec(remark)?.[1]
    if (file !== undefined && text !== undefined) found.set(file, (found.get(file) ?? new Set()).add(text))
  }
  return Object.fromEntries([...found].map(([file, texts]) => [file, [...texts].sort()]))
}

/** Keeps what is warned of in a tree of which only a part is made anew each time, and returns all of it. */
export async function addWarnings(folder: string, log: string): Promise<Warnings> {
  const { compiled, warnings } = warningsIn(log)
  const anew = new Set(compiled)
  const before = Object.entries(readWarnings(folder)).filter(([file]) => !anew.has(file))
  const all = { ...Object.fromEntries(before), ...warnings }
  await writeWhole(listOf(folder), JSON.stringify(all))
  return all
}
