import { predictSpoken, silenceIn } from '../../../specs/model/predict.js'
import { isMisfit } from '../../../specs/model/silences.js'
import { missing } from '../../../specs/needs.js'
import { isRace, type Program } from '../../../specs/program.js'
import type { Spec } from '../../../specs/spec.js'
import type { Target } from '../../../specs/target.js'
import { isProgram, programId } from '../../suite/codec.js'
import { isExpensive } from '../../suite/select/cost.js'
import type { Test } from '../../suite/suite.js'
import type { Request } from '../executor/executor.js'
import type { Answer } from '../executor/listen.js'
import type { Corpus } from './corpus.js'
import { type CorpusCoverage, coverage, edgesIn } from './coverage.js'
import type { Join } from './join.js'
import { edgeMinimizer } from './minimize-edges.js'
import { programMutator } from './mutate-program.js'
import { seenFilter } from './seen-filter.js'
import { smallest } from './smallest.js'
import { drawnAtOnce, source } from './source.js'

/** Which program comes next, by what the ones before it have shown. */
export type Search = {
  /** Undefined if there is nothing new any more. */
  readonly next: () => Request | undefined
  /** Hears of each program that did what the model allows. */
  readonly learn: (test: Test, seen: Answer) => void
  readonly counts: () => CorpusCounts
  readonly unmodelled: () => Unmodelled
}

/** Programs that came up in which the model is silent from some op on: how many were not run at all, and all of them by the reason. */
export type Unmodelled = {
  readonly dropped: number
  readonly silences: Readonly<Record<string, number>>
  /** Calls that could not be made where they stood and were left out of their programs, by the reason. */
  readonly misfits: Readonly<Record<string, number>>
}

/** The laws whose programs are drawn, and for what. */
type SearchedLaws = { readonly specs: readonly Spec[]; readonly target: Target }

/** How many programs are kept, and what they cover. */
export type CorpusCounts = { readonly corpus: number } & ReturnType<CorpusCoverage['counts']>

/** The law of programs that come from others: only what holds everywhere is said about them. */
export const mutated: Spec = {
  name: 'mutated-from-the-corpus',
  programs: () => {
    throw new Error('mutated programs are not drawn')
  },
  holds: () => true,
  refutedBy: step => step,
}

/** Of so many programs one is drawn: at first, while laws have their first turn, and later, when mutations cover more. */
const drawnEvery = { first: 2, later: 8 }

/** Of so many programs one is what may be left of a program that is kept for edges; those that are drawn keep their turn. */
const minimizedEvery = 4

/** So often a mutation is tried before a drawn program has its turn. */
const attempts = 50

/**
 * The corpus first, then by turns programs that are drawn from a law and mutations of what is kept. Kept is what
 * covers something that nothing before it did, made as small as it can be for that, unless it is expensive.
 * @param corpus without one, programs are only drawn
 * @param join what has ops of each program begin at the same time
 */
export function search(
  { specs, target }: SearchedLaws,
  seed: number,
  corpus: Corpus | undefined,
  join?: Join,
): Search {
  const isNew = seenFilter()
  const silences = new Map<string, number>()
  const misfits = new Map<string, number>()
  let dropped = 0
  const countSilence = (id = 'untold'): void => count(silences, id)
  const onUnmodelled = (program: Program): void => {
    countSilence(silenceIn(target, program)?.id)
    dropped += 1
  }
  const drawn = source(specs, target, seed, { isNew, onUnmodelled })
  const mutate = programMutator(seed, target)
  const covered = coverage()
  const stored = new Set(corpus?.kept.map(programId))
  const waiting = [...(corpus?.kept ?? [])]
  const pool: Program[] = []
  const ids = new Set<string>()
  let turn = 0

  const testOf = (program: Program): Test | undefined => {
    if (!isProgram(program) || isExpensive(program) || missing(target, program) !== null) return undefined
    const id = programId(program)
    if (!isNew(id)) return undefined
    const { silence, ...prediction } = predictSpoken(target, program)
    if (silence !== undefined) {
      // It is the program that is wrong there: without that call it goes on.
      if (silence.id !== undefined && isMisfit(silence.id)) {
        count(misfits, silence.id)
        return testOf({ ops: program.ops.toSpliced(silence.step, 1) })
      }
      countSilence(silence.id)
      // Up to there it is a program like any other.
      const spoken = testOf({ ops: program.ops.slice(0, silence.step) })
      if (spoken === undefined) dropped += 1
      return spoken
    }
    return { id, name: id, law: mutated.name, program, ...prediction }
  }
  const fromCorpus = (): Test | undefined => {
    for (let program = waiting.shift(); program !== undefined; program = waiting.shift()) {
      const test = testOf(program)
      if (test !== undefined) return test
    }
    return undefined
  }
  const fromMutation = (): Test | undefined => {
    for (let left = pool.length === 0 ? 0 : attempts; left > 0; left -= 1) {
      const test = testOf(joined(mutate(pool)))
      if (test !== undefined) return test
    }
    return undefined
  }
  const joined = (program: Program): Program =>
    join === undefined || isRace(program) ? program : join(program)
  const fromLaws = (): Test | undefined => {
    for (let test = drawn.next().value; test !== undefined; test = drawn.next().value) {
      const program = joined(test.program)
      const one = program === test.program ? test : testOf(program)
      if (one !== undefined) return one
    }
    return undefined
  }

  const keep = (corpus: Corpus, test: Test, { observation, edges = [] }: Answer): void => {
    const { id, program, clauses } = test
    const found = isExpensive(program) || waited(observation) ? [] : covered.newIn(clauses, edges)
    if (found.length === 0) {
      if (stored.delete(id)) corpus.remove(id)
      return
    }
    const reaches = edgesIn(found).length > 0
    const small = stored.has(id) || reaches ? test : smallest(target, test, covered, found)
    const least = small.program
    covered.add(found)
    covered.add(covered.newIn(small.clauses))
    pool.push(least)
    if (stored.has(id)) return
    corpus.add(least)
    const leastId = programId(least)
    // What is kept for something else as well stays as it is.
    if (reaches && !ids.has(leastId)) minimizer.begin(least, found)
    ids.add(leastId)
  }
  const minimizer = edgeMinimizer(target, mutated.name, covered, (whole, left) => {
    pool[pool.indexOf(whole)] = left
    corpus?.add(left)
    corpus?.remove(programId(whole))
  })

  return {
    next: () => {
      const kept = fromCorpus()
      if (kept !== undefined) return kept
      turn += 1
      const less = turn % minimizedEvery === 1 ? minimizer.next() : undefined
      if (less !== undefined) return less
      const isFirst = turn < specs.length * drawnAtOnce * drawnEvery.first
      const isDrawn = turn % (isFirst ? drawnEvery.first : drawnEvery.later) === 0
      return isDrawn ? (fromLaws() ?? fromMutation()) : (fromMutation() ?? fromLaws())
    },
    learn: (test, answer) => {
      minimizer.heard(test, answer)
      if (corpus !== undefined) keep(corpus, test, answer)
    },
    counts: () => ({ corpus: pool.length, ...covered.counts() }),
    unmodelled: () => ({
      dropped,
      silences: mostFirst(silences),
      misfits: mostFirst(misfits),
    }),
  }
}

const count = (counts: Map<string, number>, name: string): void =>
  void counts.set(name, (counts.get(name) ?? 0) + 1)

const mostFirst = (counts: ReadonlyMap<string, number>): Readonly<Record<string, number>> =>
  Object.fromEntries([...counts].toSorted(([, a], [, b]) => b - a))

/** Whether a connection was waited for in vain: that takes seconds, in which a thousand other programs run. */
const waited = ({ outcomes }: Answer['observation']): boolean => outcomes.includes('EINPROGRESS')
