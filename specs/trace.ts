import type { Outcome } from './outcome.js'
import type { NetPortAttr, Op, OpKind, RulesetAttr } from './program.js'

/** One op with what it gave. */
export type Step = { readonly op: Op; readonly outcome: Outcome }

/** A program that was run, by the model or by a kernel: one step per op, in order. */
export type Trace = readonly Step[]

/** The steps of one kind of op, in order. */
export const stepsOf = (trace: Trace, ...kinds: readonly OpKind[]): Trace =>
  trace.filter(({ op }) => kinds.includes(op.kind))

/** The outcome of the last op of one kind, or undefined if there is none. */
export const lastOf = (trace: Trace, ...kinds: readonly OpKind[]): Outcome | undefined =>
  stepsOf(trace, ...kinds).at(-1)?.outcome

/** The rule for a port that an op adds, or undefined if it adds none. */
export const portRule = (op: Op | undefined): NetPortAttr | undefined =>
  op?.kind === 'add_rule' && op.attr !== null && op.attr !== 'unmapped' && 'port' in op.attr
    ? op.attr
    : undefined

/** What an op asks a ruleset to handle; nothing if it asks for none. */
export const handledBy = (op: Op | undefined): RulesetAttr =>
  op?.kind === 'create_ruleset' && op.attr !== null && op.attr !== 'unmapped' ? op.attr : {}
