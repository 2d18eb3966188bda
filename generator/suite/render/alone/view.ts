import { delayOf } from '../../../../specs/ops/at-once.js'
import { descriptionOf, need, routesOf } from '../../../../specs/ops/uses.js'
import type { Allowed, Outcome } from '../../../../specs/outcome.js'
import { type Op, type Route, routeOf } from '../../../../specs/program.js'
import type { Test } from '../../suite.js'
import type { Base } from '../attr-struct.js'
import { outcomeOf } from '../symbols.js'
import { slotsOf, stepView, takeTurns } from '../view.js'
import { placed } from './logs.js'
import { isEarlyRing, needsInC } from './needs.js'
import { numbered } from './numbers.js'

/** What is told by a C file that stands alone: a program, what the model allows of it, and what a kernel gave instead. */
export type ShownFinding = {
  readonly test: Pick<Test, 'program' | 'allowed'>
  readonly target: Base
  /** What the file says of itself at its top, a paragraph each. */
  readonly about: readonly string[]
  /** The name of the test in C. */
  readonly name: string
  /** The op that differs; null for the whole program. */
  readonly step: number | null
  readonly observed: string
  /** What was observed of each op, as far as it came. */
  readonly outcomes: readonly Outcome[]
}

/** How a finding shows: by what a step gives, by what all give together, or by what becomes of the program or the kernel. */
type DifferenceAt = 'step' | 'law' | 'end'

function signOf({ step, observed, outcomes }: ShownFinding): DifferenceAt {
  if (observed === 'law broken') return 'law'
  return step !== null && outcomes[step] !== undefined ? 'step' : 'end'
}

/** The tries that a race was lost in, which is in another one each time; 0 if that is not what was found. */
const triesOf = (op: Op | undefined, observed: Outcome | undefined): number =>
  op?.kind === 'race' && observed?.startsWith('=') && observed !== `=${op.tries}` ? op.tries : 0

/** What a program reads of what is logged, as C passes it to begin_logging(). */
const logsIn = (ops: readonly Op[]): string =>
  (['audit', 'events'] as const)
    .flatMap(log => (need(ops, log) ? [`LOG_${log.toUpperCase()}`] : []))
    .join(' | ')

/** The ops whose answer is a number, a port or what was logged, and not only whether they succeed. */
const reads = (op: Op): boolean => descriptionOf(op).reading !== undefined

/** Everything that the templates of both kinds of files need. */
export function aloneView(shown: ShownFinding) {
  const { program, outcome } = numbered(shown.test.program)
  const { ops } = program
  const sign = signOf(shown)
  const logs = logsIn(ops)
  const isLogged = logs !== ''
  // Who logs shares its memory with who reads, so what may end in a child of its own does so as an actor; to ask for one takes one.
  const turns = takeTurns(ops) || (sign === 'end' && isLogged) || ops.some(({ kind }) => kind === 'kill')
  const slots = slotsOf(ops)
  const early = earlyFor(ops)
  const answers = ops.map((op, index) => {
    const given = shown.outcomes[index]
    return placed(
      op,
      (shown.test.allowed[index] ?? []).map(one => (one === '!EACCES' ? one : outcome(one))),
      given && outcome(given),
    )
  })
  const found = answers.map(({ given }) => given)
  const steps = ops.map((op, index) => {
    const { allowed = [], texts = [] } = answers[index] ?? {}
    const base = stepView(ops, op, index, shown.target)
    return {
      ...base,
      ...(texts.length === 0 ? {} : { call: `LOGGED(${[base.call, ...texts].join(', ')})` }),
      ...expectation(op, allowed, sign === 'law' ? `got[${index}]` : nameFor(base, allowed), base),
      ...choice([...allowed, shown.outcomes[index]]),
      apart: index > 0 || slots.length > 0 || early.length > 0 || need(ops, 'mailbox'),
    }
  })
  const at = shown.step ?? ops.length - 1
  const tries = sign === 'step' ? triesOf(ops[at], shown.outcomes[at]) : 0
  const prepared = preparedFor(ops)
  const directory = need(ops, 'directory')
  const loose = shown.test.allowed.flat().includes('!EACCES')
  const isEnd = sign === 'end'
  const inMind = [
    ...(turns ? ['turns'] : []),
    ...(takeTurns(ops) || (turns && (need(ops, 'mailbox') || early.length > 0)) ? ['turn_of'] : []),
    ...(ops.some(op => delayOf(op) !== undefined) ? ['turn_at_once'] : []),
    ...(isEnd ? ['read_taint'] : []),
  ]
  const shelves = slots.flatMap(({ perActor, shelf }) => (perActor ? [shelf] : []))
  const said = [...steps, ...[...prepared, ...early].map(({ call }) => ({ ...silent, call }))]
  const needsWith = (...more: readonly string[]) => needsInC(ops, said, [...inMind, ...shelves, ...more])
  return {
    name: shown.name,
    needs: {
      reproducer: needsWith(
        ...(turns ? ['end_turn'] : []),
        ...(loose ? ['covers'] : []),
        ...(directory ? ['leave_a_cleaner', 'remove_directory'] : []),
        ...(directory || isLogged || prepared.length + early.length > 0 ? ['prepare'] : []),
      ),
      harnessTest: needsWith(...(takeTurns(ops) ? ['end_turn'] : [])),
    },
    steps,
    slots,
    turns,
    waits: turns || isEnd,
    mailbox: need(ops, 'mailbox'),
    isEarly: early.length > 0,
    reads: ops.some(reads),
    isLogged,
    logs,
    isStep: sign === 'step',
    isRace: tries > 0,
    tries,
    isLaw: sign === 'law',
    isEnd,
    at,
    instead: outcomeOf(found[at] ?? 'OK'),
    found: found.map(outcomeOf).join(', '),
    prepared,
    early,
    executes: ops.some(op => routeOf(op) === 'exec'),
    directory,
    drops: ops.some(({ kind }) => kind === 'receive_fd'),
    loose,
    numbers: [
      ...(sign === 'law' && !turns ? [`got[${ops.length}]`] : []),
      ...(sign !== 'law' && steps.some(({ variable }) => variable === 'got') ? ['got'] : []),
    ],
    count: ops.length,
    together: ops.map((op, index) => matches(`got[${index}]`, op, found[index] ?? 'OK')).join(' && '),
  }
}

/** What must be there before the first step, and what is said if it is not. */
const preparedFor = (ops: readonly Op[]) =>
  need(ops, 'foreign') ? [{ what: '/dev/null', call: 'foreign_fd()' }] : []

/** What must be there before the first step, and made by the process that takes it. */
const earlyFor = (ops: readonly Op[]): readonly { readonly what: string; readonly call: string }[] =>
  [...new Set(ops.flatMap(routesOf))].flatMap(route => {
    if (route === 'early_thread') return [{ what: 'thread', call: 'make_early_thread()' }]
    return isEarlyRing(route) ? [earlyRing(route)] : []
  })

const earlyRing = (route: Route) => ({ what: 'ring', call: `make_early_ring(ROUTE_${route.toUpperCase()})` })

/** Says nothing. */
const silent = { before: '', by: '', struct: '', after: '' }

/** How a step keeps the descriptor that it makes. */
type Keeps = { readonly before: string; readonly after: string }

/** What a step's answer is called in a test of the harness: nothing where it is compared at once. */
function nameFor({ before }: Keeps, allowed: readonly Allowed[]): string {
  const slot = /^(\w+\[\d+\]) = $/.exec(before)?.[1]
  if (allowed.length > 1 || before.startsWith('replace')) return 'got'
  return slot ?? ''
}

/** How a step is compared, in the words of either kind of file. */
function expectation(op: Op, allowed: readonly Allowed[], variable: string, { before, after }: Keeps) {
  const [first = 'OK'] = allowed
  return {
    macro: reads(op) ? 'READ' : 'STEP',
    allowed: allowed.map(outcomeOf).join(', '),
    several: allowed.length > 1,
    ...comparison(op, first),
    anyOf: allowed.map(one => matches(variable, op, one)).join(' || '),
    variable,
    keep: before === '' || before === `${variable} = ` ? '' : `${before}${variable}${after};`,
  }
}

/** A port that the kernel chose is told as such where one is expected, or was seen. */
const choice = (outcomes: readonly (Allowed | undefined)[]) =>
  outcomes.includes('=ephemeral') ? { by: 'known_port(', end: ')' } : {}

type ExpectedValue = { readonly expect: keyof typeof signs; readonly value: string }

/** What C writes for each of these macros. */
const signs = { EXPECT_NE: '!=', EXPECT_LE: '>=', EXPECT_EQ: '==' } as const

/** The macro of the harness, and what it compares with; a port that the kernel chose has no number. */
function comparison(op: Op, outcome: Allowed): ExpectedValue {
  if (outcome === '!EACCES') return { expect: 'EXPECT_NE', value: '-EACCES' }
  if (outcome === '=ephemeral') return { expect: 'EXPECT_EQ', value: 'EPHEMERAL' }
  const value = outcomeOf(outcome)
  return value === 'OK' && !reads(op) ? { expect: 'EXPECT_LE', value: '0' } : { expect: 'EXPECT_EQ', value }
}

/** A condition of C that an outcome meets. */
function matches(variable: string, op: Op, outcome: Allowed): string {
  const { expect, value } = comparison(op, outcome)
  return `${variable} ${signs[expect]} ${value}`
}
