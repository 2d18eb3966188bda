import { appendFileSync } from 'node:fs'
import type { Program } from '../../../specs/program.js'
import { messageOf, ToolError } from '../../shared/error.js'
import { programId, readProgram } from '../../suite/codec.js'
import { ownSegment, type Segment, segmentsOf } from './segments.js'

/** Programs that are kept from one session to the next, each by its id. */
export type Corpus = {
  /** What was there at first, small programs before larger ones. */
  readonly kept: readonly Program[]
  readonly add: (program: Program) => void
  readonly remove: (id: string) => void
  /** What went wrong with the file, for whoever started the session; it goes on without it. */
  readonly notes: () => readonly string[]
  /** Nothing more is added or removed. */
  readonly close: () => void
}

/**
 * Reads a corpus, of which each session writes a segment to which lines are only added, since a file for each program takes a session twenty
 * times as long: a line is the JSON of a program, or says which one is removed. What is neither is set aside in `<file>.corrupt`. The segments
 * that nobody writes any more become one, without that, and without what was removed.
 */
export function openCorpus(file: string): Corpus {
  const notes = new Set<string>()
  let isWritable = true
  const attempt = (work: () => void): void => {
    try {
      if (isWritable) work()
    } catch (error) {
      isWritable = false
      notes.add(`the corpus ${file} is not used any more: ${messageOf(error)}`)
    }
  }
  let segments: readonly Segment[] = []
  attempt(() => {
    segments = segmentsOf(file)
  })
  const own = ownSegment(file)
  const ended = segments.filter(({ isOpen }) => !isOpen)
  const { kept, corrupt } = readAll(ended)
  if (corrupt.length > 0) {
    attempt(() => appendFileSync(`${file}.corrupt`, corrupt.map(line => `${line}\n`).join('')))
    notes.add(`${corrupt.length} lines of ${file} are no programs; they are set aside in ${file}.corrupt`)
  }
  if (ended.length > 0) attempt(() => own.replace(ended, kept.map(lineOf).join('')))
  return {
    kept: readAll(segments).kept.toSorted((one, other) => one.ops.length - other.ops.length),
    add: program => attempt(() => own.append(lineOf(program))),
    remove: removed => attempt(() => own.append(`${JSON.stringify({ removed })}\n`)),
    notes: () => [...notes],
    close: own.close,
  }
}

/** What one session removed, another one may need: the programs of any segment, and the lines that say nothing. */
function readAll(segments: readonly Segment[]): ReturnType<typeof read> {
  const all = segments.map(({ text }) => read(text))
  const programs = new Map(all.flatMap(({ kept }) => kept).map(program => [programId(program), program]))
  return { kept: [...programs.values()], corrupt: all.flatMap(({ corrupt }) => corrupt) }
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
    if (error instanceof ToolError && error.code !== 'E_FORMAT') return undefined
    throw error
  }
}
