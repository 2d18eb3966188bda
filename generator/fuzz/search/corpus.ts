import { appendFileSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Program } from '../../../specs/program.js'
import { ToolError } from '../../shared/error.js'
import { programId, readProgram } from '../../suite/codec.js'

/** Programs that are kept from one hunt to the next, each by its id. */
export type Corpus = {
  /** What was there at first, small programs before larger ones. */
  readonly kept: readonly Program[]
  readonly add: (program: Program) => void
  readonly remove: (id: string) => void
  /** What went wrong with the file, for whoever started the hunt; a hunt goes on without it. */
  readonly notes: () => readonly string[]
}

/**
 * Reads a corpus, a file to which lines are only added, since a file for each program takes a hunt twenty times as long: a line is
 * the JSON of a program, or says which one is removed. What is neither is set aside in `<file>.corrupt`, and the file is
 * written anew without it, and without what was removed.
 */
export function openCorpus(file: string): Corpus {
  const notes = new Set<string>()
  const attempt = (work: () => void): void => {
    try {
      work()
    } catch (error) {
      notes.add(`the corpus ${file} is not written any more: ${(error as Error).message}`)
    }
  }
  attempt(() => mkdirSync(dirname(file), { recursive: true }))
  const text = existsSync(file) ? readFileSync(file, 'utf8') : ''
  const { kept, corrupt } = read(text)
  if (corrupt.length > 0) {
    attempt(() => appendFileSync(`${file}.corrupt`, corrupt.map(line => `${line}\n`).join('')))
    notes.add(`${corrupt.length} lines of ${file} are no programs; they are set aside in ${file}.corrupt`)
  }
  const whole = kept.map(lineOf).join('')
  if (whole !== text)
    attempt(() => {
      const part = `${file}.${process.pid}`
      writeFileSync(part, whole)
      renameSync(part, file)
    })
  return {
    kept: kept.toSorted((one, other) => one.ops.length - other.ops.length),
    add: program => attempt(() => appendFileSync(file, lineOf(program))),
    remove: removed => attempt(() => appendFileSync(file, `${JSON.stringify({ removed })}\n`)),
    notes: () => [...notes],
  }
}

const lineOf = (program: Program): string => `${JSON.stringify(program)}\n`

/** The programs that are not removed again, each once, and the lines that say nothing. */
function read(text: string): { readonly kept: readonly Program[]; readonly corrupt: readonly string[] } {
  const programs = new Map<string, Program>()
  const corrupt: string[] = []
  for (const [index, line] of text.split('\n').entries()) {
    const removed = /^\{"removed":"([0-9a-f]{12})"\}$/.exec(line)?.[1]
    if (removed !== undefined) programs.delete(removed)
    else if (line !== '') {
      const program = programIn(line, index)
      if (program === undefined) corrupt.push(line)
      else programs.set(programId(program), program)
    }
  }
  return { kept: [...programs.values()], corrupt }
}

function programIn(line: string, index: number): Program | undefined {
  try {
    return readProgram(line, `line ${index + 1}`)
  } catch (error) {
    if (error instanceof ToolError) return undefined
    throw error
  }
}
