import { delayOf, placeInGroup } from '../../../specs/ops/at-once.js'
import { sentenceOf } from '../../../specs/ops/describe.js'
import type { SlotTable } from '../../../specs/ops/fields/slots.js'
import { attrIn, descriptionOf, need, routesOf } from '../../../specs/ops/uses.js'
import type { Allowed } from '../../../specs/outcome.js'
import { type Op, type RulesetAttr, routeOf } from '../../../specs/program.js'
import { ToolError } from '../../shared/error.js'
import { mostSteps } from '../codec/program-schema.js'
import { wrap } from '../describe.js'
import type { Law, Test } from '../suite.js'
import { type Base, structOf } from './attr-struct.js'
import { callOf } from './fields.js'
import { keeps, sizeOf } from './slots.js'
import { logOf, maskOf, outcomeOf, prefixOf } from './symbols.js'

/** MAX_ALLOWED and MAX_SLOTS of templates/harness/actors.h. */
const limits = { allowed: 16, slots: 64 }

const tooLarge = (what: string): ToolError =>
  new ToolError('E_PROGRAM', `The harness takes no such program: ${what}; make it smaller.`)

/** Where the descriptors of a table are in a test of several actors, each of whom has its own. */
const shelves: Readonly<Record<SlotTable, string>> = { sock: 'sockets', ruleset: 'rulesets' }

/** Whether a program has several processes, or asks one for another. */
export const takeTurns = (ops: readonly Op[]): boolean => need(ops, 'turns')

/** A law with its tests, complete for program.c.hbs. */
export const lawView = ({ name, claim, place }: Law, tests: readonly Test[], base: Base) => ({
  law: name,
  header: [name, '', ...wrap(claim.replaceAll('*/', '* /'), 77), '', `From ${place}.`],
  tests: tests.map(test => testView(test, base)),
})

function testView({ name, id, program: { ops }, allowed }: Test, base: Base) {
  if (ops.length > mostSteps) throw tooLarge(`${name} has ${ops.length} steps, more than ${mostSteps}`)
  const slots = slotsOf(ops)
  const early = earlyView(ops, slots.length > 0)
  const steps = ops.map((op, index) => ({
    ...stepView(ops, op, index, base),
    ...expectView(name, op, allowed[index] ?? []),
    spaced: index > 0 || slots.length > 0 || early.length > 0,
  }))
  return { name, id, macro: frameOf(ops), slots, early, steps }
}

/** The macro that begins a test, by what the harness has to prepare for it. */
function frameOf(ops: readonly Op[]): string {
  const needs = [
    ...(need(ops, 'directory') ? ['DIRECTORY'] : []),
    ...(need(ops, 'audit') ? ['AUDIT'] : []),
    ...(need(ops, 'events') ? ['EVENTS'] : []),
  ]
  return needs.length === 0 ? 'TEST' : `TEST_WITH_${needs.join('_AND_')}`
}

/** What must be there before the first step. */
function earlyView(ops: readonly Op[], spaced: boolean) {
  const routes = new Set(ops.flatMap(routesOf).filter(route => route.startsWith('early_')))
  const made = [...routes].map(route => `MAKE(${route.toUpperCase()})`)
  return [...made, ...(need(ops, 'mailbox') ? ['make_mailbox()'] : [])].map((line, index) => ({
    line,
    spaced: spaced && index === 0,
  }))
}

/** The tables of descriptors that a program has. */
export const slotsOf = (ops: readonly Op[]) =>
  [slotsView(ops, 'sock'), slotsView(ops, 'ruleset')].filter(({ count }) => count > 0)

function slotsView(ops: readonly Op[], name: SlotTable) {
  const count = sizeOf(ops, name)
  if (count > limits.slots) throw tooLarge(`a program has ${count} slots, more than ${limits.slots}`)
  const initial =
    count > 4 ? `[0 ... ${count - 1}] = -1` : Array.from({ length: count }, () => '-1').join(', ')
  return { name, count, initial, perActor: takeTurns(ops), shelf: shelves[name] }
}

/** One op of a program: what it says of itself, and the call. */
export function stepView(ops: readonly Op[], op: Op, index: number, base: Base) {
  const takesTurns = takeTurns(ops)
  const attr = attrIn(op)
  return {
    index,
    actor: op.actor ?? 0,
    takesTurns,
    turn: turnOf(ops, op, index),
    comment: sentenceOf(op, takesTurns).replaceAll('*/', '* /'),
    declares: attr !== undefined,
    struct: attr === undefined ? '' : structOf(attr),
    fields: attr === undefined ? [] : fieldsView(attr),
    call: callOf(op, index, base),
    ...routeView(op),
    ...keeps(ops, index),
  }
}

/** Whose turn the step is: C waits for it, and for what begins together with the step. */
function turnOf(ops: readonly Op[], op: Op, index: number): string {
  const { place, size } = placeInGroup(ops, index)
  const [actor, delay] = [op.actor ?? 0, delayOf(op) ?? -1]
  return size === 1
    ? `turn_of(${actor}, ${index})`
    : `turn_at_once(${actor}, ${index}, ${place}, ${size}, ${Math.max(0, delay)})`
}

/** A route stands around the call. */
function routeView(op: Op): { readonly by: string; readonly end: string } {
  const route = routeOf(op)
  return route === undefined ? { by: '', end: '' } : { by: `BY(${route.toUpperCase()}, `, end: ')' }
}

const fieldsView = (attr: RulesetAttr) =>
  Object.entries(attr).map(([name, mask]) => ({ name, value: maskOf(prefixOf(name), mask) }))

function expectView(test: string, op: Op, allowed: readonly Allowed[]) {
  const several = allowed.length !== 1
  if (allowed.length === 0 || allowed.length > limits.allowed)
    throw new Error(`${test} has a step with ${allowed.length} allowed outcomes`)
  return {
    several,
    expect: macroOf(op, several),
    allowed: allowed.map(one => expectedOf(op, one)).join(', '),
  }
}

/** What is logged is compared as text; all else as a number. */
const expectedOf = (op: Op, outcome: Allowed): string =>
  descriptionOf(op).reading === 'records' ? logOf(outcome) : outcomeOf(outcome)

const macros = { port: 'PORT', value: 'VALUE', records: 'LOG' } as const

function macroOf(op: Op, several: boolean): string {
  const { reading } = descriptionOf(op)
  if (reading === undefined) return several ? 'EXPECT_ONE_OF' : 'EXPECT_STEP'
  return several ? `EXPECT_${macros[reading]}_ONE_OF` : `EXPECT_${macros[reading]}`
}
