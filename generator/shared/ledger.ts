import { appendFileSync, mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { diskError } from './cache.js'
import { outFolder, runName, shown } from './paths.js'

/** Hears of what long work has found out as soon as it is known: in words, and as a record. */
export type Keep = (words: string, record: unknown) => void

/**
 * Tells each thing at once and keeps it as a line of JSON in `out/<work>/<time>-<what>.jsonl`, so that work that is ended in the middle leaves what
 * was known. Error: E_DISK.
 */
export function ledger(work: string, what: readonly string[], tell: (text: string) => void): Keep {
  const path = join(outFolder, work, `${runName(what, new Date())}.jsonl`)
  let isBegun = false
  return (words, record) => {
    if (!isBegun) tell(`kept in ${shown(path)}:`)
    isBegun = true
    tell(words)
    try {
      mkdirSync(dirname(path), { recursive: true })
      appendFileSync(path, `${JSON.stringify(record)}\n`)
    } catch (error) {
      throw diskError(error, path)
    }
  }
}
