import { totalOf } from '../shared/clock.js'
import { describe } from '../suite/describe.js'
import {
  type Comparison,
  comparisonCodes,
  type Deciding,
  type DescribedChange,
  type Side,
} from './comparison-result.js'

/** A comparison as text for people. */
export function comparisonText(comparison: Comparison): string {
  const { kernels, changes, unseen, folder } = comparison
  return [
    kernels.map(side).join('\n'),
    ...changes.map(changeText),
    ...(unseen.length === 0
      ? []
      : [['Said of themselves, and no program shows it:', ...unseen].join('\n  ')]),
    [counts(comparison), ...(folder === '' ? [] : [`  run       ${folder}`])].join('\n'),
    comparisonVerdict(comparison),
  ].join('\n\n')
}

const side = (one: Side, index: number): string =>
  [
    `${index === 0 ? 'A' : 'B'}  ${one.ref}  ${one.release}  (${one.origin})`,
    ...one.reports.map(line => `   kernel report: ${line}`),
    ...one.missing.map(line => `   missing: ${line}`),
    ...one.notes.map(line => `   note: ${line}`),
  ].join('\n')

/** A change with its program, what decided, and the command that replays it. */
export const changeText = (one: DescribedChange, index: number): string =>
  [
    `${index + 1}. ${one.says} (${one.cite})`,
    ...changedSteps(one),
    ...deciding(one.clauses),
    `   ${one.programs === 1 ? '1 program shows it' : `${one.programs} programs show it`}; replay: ${one.replay}`,
  ].join('\n')

/** The program of a change, and what its last op gave on either side. */
export const changedSteps = ({ ops, outcomes: [a, b] }: DescribedChange): readonly string[] =>
  ops.map(
    (op, step) =>
      `     ${String(step).padStart(2)}  ${describe(op)}${step === ops.length - 1 ? `  A: ${a}, B: ${b}` : ''}`,
  )

/** What decided, each clause once. */
function deciding([a, b]: DescribedChange['clauses']): readonly string[] {
  if (a?.clause === b?.clause) return decided(a, 'both')
  return [...decided(a, 'A'), ...decided(b, 'B')]
}

const decided = (clause: Deciding | null, side: string): readonly string[] =>
  clause === null ? [] : [`   ${side} by ${clause.clause}: ${clause.says} (${clause.cite})`]

const counts = ({ programs, same, differ, lost, notRun, kernels }: Comparison): string => {
  const total = kernels.reduce((sum, { seconds }) => sum + totalOf(seconds), 0)
  return `  programs  ${same} of ${programs} the same, ${differ} differ, ${lost} lost, ${notRun} not run\n  seconds   ${total.toFixed(1)} in all`
}

/** What it came to, in a line. */
export function comparisonVerdict({ verdict, changes, unseen, kernels }: Comparison): string {
  const code = `(exit code ${comparisonCodes[verdict]})`
  const reports = kernels.flatMap(one => one.reports)
  const count = changes.length + unseen.length + reports.length
  switch (verdict) {
    case 'same':
      return `Nothing changed from A to B ${code}`
    case 'differ':
      return `${count} ${count === 1 ? 'thing' : 'things'} changed from A to B ${code}`
    case 'incomplete':
      return `No verdict: programs or guests were lost ${code}`
  }
}
