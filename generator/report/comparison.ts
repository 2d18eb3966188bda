import type { Program } from '../../specs/program.js'
import type { Behaviour } from '../../specs/target.js'
import { totalOf } from '../shared/clock.js'
import { describe } from '../suite/describe.js'

/** One of the two kernels, and what it says of itself. */
export type Side = {
  readonly ref: string
  readonly origin: string
  readonly release: string
  readonly sha256: string
  readonly abi: number
  readonly errata: number | null
  readonly behaviours: readonly Behaviour[]
  readonly reports: readonly string[]
  /** What of the run nobody saw, a sentence each; without it nothing is the same. */
  readonly missing: readonly string[]
  readonly notes: readonly string[]
  readonly seconds: Readonly<Record<string, number>>
}

/** What decided on one side, and where that stands. */
export type Deciding = { readonly clause: string; readonly says: string; readonly cite: string }

/** One thing that changed, in words, with the smallest program that shows it. */
export type ChangeInWords = {
  readonly kind: string
  readonly says: string
  readonly cite: string
  /** How many programs show it. */
  readonly programs: number
  /** Content id of the smallest program. */
  readonly program: string
  readonly ops: Program['ops']
  /** What its last op gave on either kernel. */
  readonly outcomes: readonly [string, string]
  /** What decided on either kernel; null where the model says nothing, or something else. */
  readonly clauses: readonly [Deciding | null, Deciding | null]
  readonly replay: string
}

/** What changed from one kernel to another; programs = same + differ + lost. */
export type Comparison = {
  readonly verdict: 'same' | 'differ' | 'incomplete'
  readonly seed: number
  readonly kernels: readonly [Side, Side]
  readonly programs: number
  readonly same: number
  readonly differ: number
  readonly lost: number
  /** Programs that need what one of the two lacks; they count nowhere else. */
  readonly notRun: number
  readonly changes: readonly ChangeInWords[]
  /** What the two say of themselves differently and no program shows, in words. */
  readonly unseen: readonly string[]
  /** The folder with the programs and all that the kernels said, relative to the package. */
  readonly folder: string
}

/** The exit codes of compare; 2 is also what our own failures exit with. */
export const comparisonCodes = { same: 0, differ: 1, incomplete: 2 } as const satisfies Record<
  Comparison['verdict'],
  number
>

/** A comparison as text for people. */
export function comparisonText(comparison: Comparison): string {
  const { kernels, changes, unseen, folder } = comparison
  return [
    kernels.map(side).join('\n'),
    ...changes.map(change),
    ...(unseen.length === 0
      ? []
      : [['Said of themselves, and no program shows it:', ...unseen].join('\n  ')]),
    [counts(comparison), ...(folder === '' ? [] : [`  run       ${folder}`])].join('\n'),
    verdict(comparison),
  ].join('\n\n')
}

const side = (one: Side, index: number): string =>
  [
    `${index === 0 ? 'A' : 'B'}  ${one.ref}  ${one.release}  (${one.origin})`,
    ...one.reports.map(line => `   kernel report: ${line}`),
    ...one.missing.map(line => `   missing: ${line}`),
    ...one.notes.map(line => `   note: ${line}`),
  ].join('\n')

const change = (one: ChangeInWords, index: number): string =>
  [
    `${index + 1}. ${one.says} (${one.cite})`,
    ...one.ops.map((op, step) => {
      const [a, b] = one.outcomes
      const outcome = step === one.ops.length - 1 ? `  A: ${a}, B: ${b}` : ''
      return `     ${String(step).padStart(2)}  ${describe(op)}${outcome}`
    }),
    ...deciding(one.clauses),
    `   ${one.programs === 1 ? '1 program shows it' : `${one.programs} programs show it`}; replay: ${one.replay}`,
  ].join('\n')

/** What decided, each clause once. */
function deciding([a, b]: ChangeInWords['clauses']): readonly string[] {
  if (a?.clause === b?.clause) return decided(a, 'both')
  return [...decided(a, 'A'), ...decided(b, 'B')]
}

const decided = (clause: Deciding | null, side: string): readonly string[] =>
  clause === null ? [] : [`   ${side} by ${clause.clause}: ${clause.says} (${clause.cite})`]

const counts = ({ programs, same, differ, lost, notRun, kernels }: Comparison): string => {
  const total = kernels.reduce((sum, { seconds }) => sum + totalOf(seconds), 0)
  return `  programs  ${same} of ${programs} the same, ${differ} differ, ${lost} lost, ${notRun} not run\n  seconds   ${total.toFixed(1)} in all`
}

function verdict({ verdict, changes, unseen }: Comparison): string {
  const code = `(exit code ${comparisonCodes[verdict]})`
  const count = changes.length + unseen.length
  switch (verdict) {
    case 'same':
      return `Nothing changed from A to B ${code}`
    case 'differ':
      return `${count} ${count === 1 ? 'thing' : 'things'} changed from A to B ${code}`
    case 'incomplete':
      return `No verdict: programs or guests were lost ${code}`
  }
}
