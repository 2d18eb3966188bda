import fc, { type Arbitrary } from 'fast-check'
import type { Outcome } from '../outcome.js'
import type { Op, Program } from '../program.js'
import type { Target } from '../target.js'
import type { Trace } from '../trace.js'
import type { Wrong } from '../wrong.js'
import { program } from './ops.js'

/** A program whose last outcome is known beforehand. */
export type EndingCase = { readonly ops: readonly (Op | readonly Op[])[]; readonly ends: Outcome }

/** Everything about a law but its name. */
type Rest = {
  readonly programs: (target: Target) => Arbitrary<Program>
  readonly always: (target: Target) => readonly Program[]
  readonly holds: (trace: Trace, target: Target) => boolean
  readonly refutedBy: Wrong
}

/** The same text for the same op, in whichever order its fields stand. */
const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, part) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  )

/** A law that says how each of a few programs ends, as the sources order the checks; every suite has all of them. */
export const ending = (cases: (target: Target) => readonly EndingCase[]): Rest => {
  const programsOf = (target: Target) => cases(target).map(({ ops }) => program(...ops))
  return {
    programs: target => fc.constantFrom(...programsOf(target)),
    always: programsOf,
    holds(trace, target) {
      const ops = canonical(trace.map(({ op }) => op))
      const own = cases(target).find(one => canonical(program(...one.ops).ops) === ops)
      return own !== undefined && trace.at(-1)?.outcome === own.ends
    },
    refutedBy: step => (target, state, op) =>
      step(target, state, op).map(branch => ({ ...branch, outcome: 'ENOSYS' })),
  }
}
