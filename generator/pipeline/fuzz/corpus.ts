import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Program } from '../../../specs/program.js'
import { programId, readProgram } from '../../codec.js'
import { ToolError } from '../../error.js'

/** Programs that are kept from one hunt to the next, each in a file that is called by its id. */
export type Corpus = {
  /** What was there at first, small programs before larger ones. */
  readonly kept: readonly Program[]
  readonly add: (id: string, program: Program) => void
  readonly remove: (id: string) => void
  /** What went wrong with files, for whoever started the hunt; a hunt goes on without them. */
  readonly notes: () => readonly string[]
}

/** Reads a corpus. A file that is no program, or not the one that its name says, is set aside as `<file>.corrupt`. */
export function openCorpus(folder: string): Corpus {
  const notes = new Set<string>()
  const attempt = (work: () => void): void => {
    try {
      work()
    } catch (error) {
      notes.add(`the corpus ${folder} is not written any more: ${(error as Error).message}`)
    }
  }
  attempt(() => mkdirSync(folder, { recursive: true }))
  const setAside = (file: string, why: string): void => {
    attempt(() => renameSync(join(folder, file), join(folder, `${file}.corrupt`)))
    notes.add(`${join(folder, file)} ${why}; it is set aside as ${file}.corrupt`)
  }
  const read = (file: string): readonly Program[] => {
    try {
      const program = readProgram(readFileSync(join(folder, file), 'utf8'), file)
      if (`${programId(program)}.json` === file) return [program]
      setAside(file, 'is not the program that its name says')
    } catch (error) {
      if (!(error instanceof ToolError)) throw error
      setAside(file, 'is no program')
    }
    return []
  }
  const files = (existsSync(folder) ? readdirSync(folder) : []).filter(name =>
    /^[0-9a-f]{12}\.json$/.test(name),
  )
  const kept = files.sort().flatMap(read)
  return {
    kept: kept.toSorted((one, other) => one.ops.length - other.ops.length),
    add: (id, program) =>
      attempt(() => {
        const part = join(folder, `.${id}.${process.pid}`)
        writeFileSync(part, `${JSON.stringify(program)}\n`)
        renameSync(part, join(folder, `${id}.json`))
      }),
    remove: id => attempt(() => rmSync(join(folder, `${id}.json`), { force: true })),
    notes: () => [...notes],
  }
}
