import { descriptionOf, need } from '../../../../specs/ops/uses.js'
import type { Allowed, Outcome } from '../../../../specs/outcome.js'
import { type Op, type Route, routeOf } from '../../../../specs/program.js'
import type { Test } from '../../suite.js'
import type { Base } from '../attr-struct.js'
import { outcomeOf } from '../symbols.js'
import { slotsOf, stepView, takeTurns } from '../view.js'
import { placed } from './logs.js'
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
type Sign = 'step' | 'law' | 'end'

function signOf({ step, observed, outcomes }: ShownFinding): Sign {
  if (observed === 'law broken') return 'law'
  return step !== null && outcomes[step] !== undefined ? 'step' : 'end'
}

/** The tries that a race was lost in, which is in another one each time; 0 if that is not what was found. */
const triesOf = (op: Op | undefined, observed: Outcome | undefined): number =>
  op?.kind === 'race' && observed?.startsWith('=') && observed !== `=${op.tries}` ? op.tries : 0

/** The ops whose answer is a number, a port or what was logged, and not only whether they succeed. */
const reads = (op: Op): boolean => descriptionOf(op).reading !== undefined

/** Everything that the templates of both kinds of files need. */
export function aloneView(shown: ShownFinding) {
  const { program, outcome } = numbered(shown.test.program)
  const { ops } = program
  const sign = signOf(shown)
  const turns = takeTurns(ops)
  const state = turns ? 'stage->' : ''
  const slots = slotsOf(ops)
  const early = earlyFor(ops)
  const answers = ops.map((op, index) => {
    const given = shown.outcomes[index]
    return placed(op, (shown.test.allowed[index] ?? []).map(outcome), given && outcome(given))
  })
  const found = answers.map(({ given }) => given)
  const steps = ops.map((op, index) => {
    const { allowed = [], texts = [] } = answers[index] ?? {}
    const base = stepView(ops, op, index, shown.target)
    return {
      ...base,
      ...(texts.length === 0 ? {} : { call: `LOGGED(${texts.join(', ')})` }),
      ...expectation(op, allowed, sign === 'law' ? `${state}got[${index}]` : nameFor(base, allowed), base),
      ...choice([...allowed, shown.outcomes[index]]),
      apart: index > 0 || (!turns && slots.length > 0) || early.length > 0,
    }
  })
  const at = shown.step ?? ops.length - 1
  const tries = sign === 'step' ? triesOf(ops[at], shown.outcomes[at]) : 0
  return {
    name: shown.name,
    steps,
    slots: turns ? [] : slots,
    turns,
    count: ops.length,
    state,
    shown: `${sign === 'end' ? '' : state}is_shown`,
    reads: ops.some(reads),
    audits: need(ops, 'audit'),
    isStep: sign === 'step',
    isRace: tries > 0,
    tries,
    isLaw: sign === 'law',
    isEnd: sign === 'end',
    at,
    instead: outcomeOf(found[at] ?? 'OK'),
    found: found.map(outcomeOf).join(', '),
    prepared: preparedFor(ops, turns),
    early,
    executes: ops.some(op => routeOf(op) === 'exec'),
    directory: need(ops, 'directory'),
    drops: ops.some(({ kind }) => kind === 'receive_fd'),
    loose: shown.test.allowed.flat().includes('!EACCES'),
    numbers: [
      ...(sign === 'law' && !turns ? [`got[${ops.length}]`] : []),
      ...(steps.some(({ variable }) => variable === 'got') ? ['got'] : []),
      ...(turns ? ['status'] : []),
    ],
    together: ops.map((op, index) => matches(`${state}got[${index}]`, op, found[index] ?? 'OK')).join(' && '),
  }
}

/** What must be there before the first step, and what is said if it is not. */
const preparedFor = (ops: readonly Op[], turns: boolean) => [
  ...(turns ? [{ what: 'memory to share', call: 'set_stage()' }] : []),
  ...(need(ops, 'forgets_connections')
    ? [{ what: 'control over closed connections', call: 'forget_connections()' }]
    : []),
  ...(need(ops, 'ping') ? [{ what: 'ping sockets', call: 'open_to_ping()' }] : []),
  ...(need(ops, 'directory') ? [{ what: 'directory', call: 'directory_fd()' }] : []),
  ...(need(ops, 'mailbox') ? [{ what: 'socket pair', call: 'make_mailbox()' }] : []),
  ...(need(ops, 'foreign') ? [{ what: '/dev/null', call: 'foreign_fd()' }] : []),
  ...(need(ops, 'audit') ? [{ what: 'audit records', call: 'start_listener()' }] : []),
]

/** What must be there before the first step, and made by the process that takes it. */
const earlyFor = (ops: readonly Op[]) =>
  [...new Set(ops.map(routeOf))]
    .filter(route => route?.startsWith('early_'))
    .map(route => makers[route as keyof typeof makers])

const earlyRing = (route: Route) => ({
  what: 'ring',
  call: `make_early_ring(ROUTE_${route.toUpperCase()})`,
})

const makers = {
  early_thread: { what: 'thread', call: 'make_early_thread()' },
  early_io_uring: earlyRing('early_io_uring'),
  early_sqpoll: earlyRing('early_sqpoll'),
  early_personality: earlyRing('early_personality'),
}

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

/** The macro of the harness, and what it compares with; a port that the kernel chose has no number. */
function comparison(op: Op, outcome: Allowed): { readonly expect: string; readonly value: string } {
  if (outcome === '!EACCES') return { expect: 'EXPECT_NE', value: '-EACCES' }
  if (outcome === '=ephemeral') return { expect: 'EXPECT_EQ', value: 'EPHEMERAL' }
  const value = outcomeOf(outcome)
  return value === 'OK' && !reads(op) ? { expect: 'EXPECT_LE', value: '0' } : { expect: 'EXPECT_EQ', value }
}

/** A condition of C that an outcome meets. */
function matches(variable: string, op: Op, outcome: Allowed): string {
  const { expect, value } = comparison(op, outcome)
  const signs = { EXPECT_NE: '!=', EXPECT_LE: '>=', EXPECT_EQ: '==' }
  return `${variable} ${signs[expect as keyof typeof signs]} ${value}`
}
