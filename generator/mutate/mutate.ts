import { basename } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import type { Target } from '../../specs/target.js'
import { ToolError } from '../shared/error.js'
import type { SourceFile } from '../shared/folders.js'
import type { Keep } from '../shared/ledger.js'
import type { Progress } from '../shared/progress.js'
import type { Test } from '../suite/suite.js'
import { type Equivalent, isEquivalentTo } from './equivalent.js'
import { loader } from './load.js'
import type { Mutant } from './mutant.js'
import { mutantsOf } from './plant.js'
import { type TargetTest, type TrialDetection, tryOut } from './trial.js'
import { visitsOf } from './visits.js'

/** A mistake and what became of it. */
export type Tried = Omit<Mutant, 'content' | 'around'> & {
  readonly verdict: 'caught' | 'equivalent' | 'survived'
  /** The test that caught it, or why none can. */
  readonly why: string
}

/** What planting mistakes into a model gave. */
export type MutationRun = {
  readonly mutants: readonly Tried[]
  /** Entries of equivalent mistakes that are no more: none is like that, or one that is was caught. */
  readonly stale: readonly Equivalent[]
}

/** What a model is made of: the files to plant mistakes into, and those that they need beside. */
type ModelSource = { readonly model: readonly SourceFile[]; readonly others: readonly SourceFile[] }

/** The tests of one target. */
export type Tests = { readonly target: Target; readonly tests: readonly Test[] }

/** What mistakes are to be planted for, what may catch them, and which ones nothing can. */
type MutationTests = {
  readonly clauses: readonly string[]
  readonly suites: readonly Tests[]
  readonly equivalents: readonly Equivalent[]
  /** Only mistakes in these files: `bind.ts`; in all of them where there is none. */
  readonly only?: readonly string[]
}

/** Says what is going on, and keeps each mistake that survives. */
export type MutateOutput = { readonly progress: Progress; readonly keep?: Keep }

/**
 * Plants one mistake after the other and tries every test that comes to its place until one fails.
 * Error: E_CLAUSE for a clause that no mistake is about, E_USAGE for a file that is none of the model.
 */
export async function mutate(
  { model, others }: ModelSource,
  { clauses, suites, equivalents, only = [] }: MutationTests,
  { progress, keep }: MutateOutput,
): Promise<MutationRun> {
  checkFiles(model, only)
  const all = mutantsOf(model, clauses)
  checkClauses(all, clauses)
  const mutants = inFiles(all, only)
  const load = loader([...model, ...others])
  const cases = suites.flatMap(({ target, tests }) => tests.map(test => ({ target, test })))
  progress('following every program through the model')
  const visits = visitsOf(model, others, cases)
  const tried: Tried[] = []
  for (const [index, mutant] of mutants.entries()) {
    progress(`trying a mistake in ${mutant.place}`, { done: index, total: mutants.length })
    await setImmediate()
    const model = load({ path: mutant.path, content: mutant.content })
    const detection = tryOut(
      model,
      relevantFirst(visits(mutant.around) ?? cases, mutant),
      mutant.kind === 'reorder',
    )
    const one = judged(mutant, detection, equivalents)
    if (one.verdict === 'survived') keep?.(`${one.place}: ${one.kind} in ${one.in} survives`, one)
    tried.push(one)
  }
  const entries =
    only.length === 0 ? equivalents : equivalents.filter(({ in: where }) => only.includes(fileOf(where)))
  return { mutants: tried, stale: entries.filter(entry => isStale(entry, tried)) }
}

const fileOf = (where: string): string => where.split(' ')[0] ?? ''

/** Error: E_USAGE for a file that is none of the model. */
export function checkFiles(model: readonly SourceFile[], files: readonly string[]): void {
  const known = model.map(({ path }) => basename(path))
  const unknown = files.filter(file => !known.includes(file))
  if (unknown.length > 0) {
    throw new ToolError(
      'E_USAGE',
      `There is no file ${unknown.join(', ')} in the model; there are ${known.join(', ')}.`,
    )
  }
}

const inFiles = (mutants: readonly Mutant[], files: readonly string[]): readonly Mutant[] =>
  files.length === 0 ? mutants : mutants.filter(({ path }) => files.includes(basename(path)))

function checkClauses(mutants: readonly Mutant[], clauses: readonly string[]): void {
  const planted = new Set(mutants.flatMap(mutant => mutant.clauses))
  const hidden = clauses.filter(clause => !planted.has(clause))
  if (hidden.length === 0) return
  throw new ToolError(
    'E_CLAUSE',
    'No mistake can be planted for the clauses below: name each where the model answers by it, or remove it.',
    { output: hidden.join('\n') },
  )
}

const relevantFirst = (cases: readonly TargetTest[], { clauses }: Mutant): readonly TargetTest[] => {
  const isRelevant = ({ test }: TargetTest) =>
    test.clauses.some(step => step.some(clause => clauses.includes(clause)))
  return clauses.length === 0
    ? cases
    : cases.toSorted((a, b) => Number(isRelevant(b)) - Number(isRelevant(a)))
}

function judged(
  { content: _, around: __, ...mutant }: Mutant,
  detection: TrialDetection,
  entries: readonly Equivalent[],
): Tried {
  if (typeof detection === 'object') return { ...mutant, verdict: 'caught', why: detection.by }
  if (detection === 'senseless') {
    return { ...mutant, verdict: 'equivalent', why: 'The second guard has no meaning before the first.' }
  }
  const entry = entries.find(one => isEquivalentTo(one, mutant))
  return { ...mutant, verdict: entry === undefined ? 'survived' : 'equivalent', why: entry?.why ?? '' }
}

const isStale = (entry: Equivalent, tried: readonly Tried[]): boolean => {
  const about = tried.filter(mutant => isEquivalentTo(entry, mutant))
  return about.length === 0 || about.some(({ verdict }) => verdict === 'caught')
}
