import fc from 'fast-check'
import { predict } from '../../specs/model/predict.js'
import type { Program } from '../../specs/program.js'
import { type Spec, speaks } from '../../specs/spec.js'
import type { Target } from '../../specs/target.js'
import { ToolError } from '../shared/error.js'
import { programId } from './codec.js'
import { type Candidate, select } from './select.js'
import type { Test } from './suite.js'

export { speaks } from '../../specs/spec.js'

/** How many programs are drawn of a law to choose from, and what of them, or of all that there are, is chosen at most. */
const drawn = 400
const budgets = { drawn: { count: 80, cost: 1600 }, counted: { count: 640, cost: 12_800 } }

/** A law's own stream of random numbers: the same seed draws the same programs, whatever other laws there are. */
const seedOf = (seed: number, name: string): number =>
  [...name].reduce((hash, char) => Math.imul(hash ^ char.charCodeAt(0), 16777619), seed ^ 0x811c9dc5)

const draw = (spec: Spec, target: Target, seed: number): readonly Program[] =>
  fc.sample(spec.programs(target), { seed: seedOf(seed, spec.name), numRuns: drawn })

/** Programs that are wanted with what the model allows, each once; those that the model says nothing about are told, and left out. */
export function candidates(
  target: Target,
  programs: readonly Program[],
  isWanted: (id: string, program: Program) => boolean = () => true,
  onUnmodelled: (program: Program) => void = () => {},
): readonly Candidate[] {
  const found = new Map<string, Candidate>()
  for (const program of programs) {
    const id = programId(program)
    if (found.has(id) || !isWanted(id, program)) continue
    const prediction = predict(target, program)
    if (prediction === undefined) onUnmodelled(program)
    else found.set(id, { id, program, ...prediction })
  }
  return [...found.values()]
}

const cName = (law: string): string => law.replaceAll('-', '_')

/** What a law has to choose from: all programs there are, where they can be counted, else drawn ones. */
const pool = (spec: Spec, target: Target, seed: number): readonly Program[] =>
  spec.every?.(target) ?? draw(spec, target, seed)

/** The tests of one law: those that it always has and a selection of the others, small ones first. */
function testsOf(spec: Spec, target: Target, seed: number): readonly Test[] {
  const always = candidates(target, spec.always?.(target) ?? [])
  const ids = new Set(always.map(({ id }) => id))
  const others = candidates(target, pool(spec, target, seed)).filter(({ id }) => !ids.has(id))
  const selected = select(others, spec.every === undefined ? budgets.drawn : budgets.counted)
  const bySize = [...always, ...selected].toSorted(
    (one, other) => one.program.ops.length - other.program.ops.length,
  )
  return bySize.map((test, index) => ({ ...test, law: spec.name, name: `${cName(spec.name)}_${index}` }))
}

/** The programs of every law that speaks about the target. Errors: E_LAW for a filter that names no law. */
export function sample(
  specs: readonly Spec[],
  target: Target,
  seed: number,
  filter?: string,
): readonly Test[] {
  const named = specs.filter(({ name }) => filter === undefined || name.includes(filter))
  if (named.length === 0) {
    const names = specs.map(({ name }) => name).join(', ')
    throw new ToolError('E_LAW', `No law is called ${filter}; the laws are: ${names}.`)
  }
  const speaking = named.filter(spec => speaks(spec, target))
  return speaking.flatMap(spec => testsOf(spec, target, seed))
}
