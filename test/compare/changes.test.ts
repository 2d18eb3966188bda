import t from 'tap'
import { causeOf } from '../../generator/compare/cause.js'
import {
  type Cause,
  type Compared,
  compare,
  type Pair,
  reportedDifferences,
  union,
} from '../../generator/compare/changes.js'
import { predictedCause, shrink } from '../../generator/compare/minimize.js'
import { loadLaws } from '../../generator/suite/laws.js'
import { sample } from '../../generator/suite/sample.js'
import type { Observation, Suite } from '../../generator/suite/suite.js'
import { at, bind, create, enforce, exercise, program, tcp } from '../../specs/arbitrary/ops.js'
import { predict, traceOf } from '../../specs/model/predict.js'
import { missing } from '../../specs/needs.js'
import type { Program } from '../../specs/program.js'
import type { Target } from '../../specs/target.js'
import { targets } from '../targets.js'

const [six, seven, eleven] = targets
if (six === undefined || seven === undefined || eleven === undefined) throw new Error('no targets')
const specs = (await loadLaws()).filter(({ onDemand }) => onDemand !== true)

const suiteOf = (target: Target, filter?: string): Suite => {
  const tests = sample(specs, target, 1, filter)
  const names = [...new Set(tests.map(({ law }) => law))]
  return {
    target,
    seed: 1,
    laws: names.map(name => ({ name, claim: '', place: '' })),
    tests,
    notRunnable: [],
  }
}

/** What a kernel that does what the model says would give, as far as the model says anything. */
function observed(target: Target, { ops }: Program): Observation {
  for (let length = ops.length; length > 0; length--) {
    const prefix = { ops: ops.slice(0, length) }
    const prediction = predict(target, prefix)
    if (prediction === undefined) continue
    const outcomes = traceOf(prefix, prediction).map(({ outcome }) => outcome)
    return { end: 'done', outcomes: ops.map((_, step) => outcomes[step] ?? 'OK'), detail: '' }
  }
  return { end: 'done', outcomes: ops.map(() => 'OK'), detail: '' }
}

type Change = (observation: Observation, name: string) => Observation | undefined

function compared(suites: Pair<Suite>, change: Change = one => one): Compared {
  const all = union(suites)
  const run = (target: Target, by: Change) =>
    new Map(
      all.suite.tests.flatMap(({ name, program }) => {
        const one = by(observed(target, program), name)
        return one === undefined ? [] : [[name, one] as const]
      }),
    )
  return compare(all, [run(all.targets[0], one => one), run(all.targets[1], change)])
}

const words = (cause: Cause): string => {
  switch (cause.kind) {
    case 'addition':
      return `${cause.abi} ${cause.names.join()}`
    case 'behaviour':
      return cause.name
    case 'unknown':
      return cause.words
    case 'erratum':
      return `erratum ${cause.number}`
    case 'byte_order':
    case 'page_size':
      return cause.kind
    case 'choice':
      return cause.decision
    default:
      return cause.what
  }
}

t.test('a kernel compared with itself has not changed', async t => {
  const suite = suiteOf(six)
  const { changes, differ, lost, same, programs } = compared([suite, suite])
  t.same({ changes, differ, lost }, { changes: [], differ: 0, lost: 0 })
  t.equal(same, programs)
})

t.test('from ABI 6 to 11, rights, fields, flags and the order of checks are found, each once', async t => {
  const { changes, lost, laws, programs, differ } = compared([suiteOf(six), suiteOf(eleven)])
  const found = changes.map(({ cause }) => words(cause))
  t.equal(lost, 0)
  for (const one of [
    'abi',
    '7 restrict_self flag log_subdomains_off',
    '8 restrict_self flag tsync',
    '9 file system right resolve_unix',
    '10 network right bind_udp',
    '10 network right connect_send_udp',
    '10 ruleset field quiet_access_net',
    '10 add_rule flag quiet',
    '11 restrict_self flag no_new_privs',
    'flags_before_privilege',
    'hook_by_right',
  ])
    t.equal(found.filter(name => name === one).length, 1, one)
  t.equal(new Set(found).size, found.length, 'nothing is said twice')
  t.notOk(found.includes('fastopen_checked'), 'both of these kernels have the Fast Open fix')
  t.notOk(changes.some(({ cause }) => cause.kind === 'unknown'))
  const sum = (of: (law: (typeof laws)[number]) => number): number =>
    laws.reduce((all, one) => all + of(one), 0)
  t.strictSame([sum(one => one.programs), sum(one => one.differ)], [programs, differ], 'law by law')
  for (const one of laws)
    t.equal(
      changes.some(change => change.laws.includes(one.law)),
      one.differ > 0,
      one.law,
    )
  t.ok(changes.every(({ smallest, laws }) => laws.includes(smallest.law)))
})

t.test('from a kernel without it the Fast Open fix is found, and back again it is the same', async t => {
  for (const pair of [
    [seven, eleven],
    [eleven, seven],
  ] as const) {
    const { changes } = compared([suiteOf(pair[0], 'fast-open'), suiteOf(pair[1], 'fast-open')])
    const change = changes.find(({ cause }) => words(cause) === 'fastopen_checked')
    t.equal(change?.smallest.program.ops.at(-1)?.kind, 'sendto')
    t.equal(change?.smallest.program.ops.length, 4)
  }
})

t.test('a program is shrunk to what makes the difference', async t => {
  const noise = program(tcp(3), bind(3, at('b')), exercise('connect_tcp', 4, 'a'))
  const long = program(
    noise.ops,
    create(eleven, 0, { handled_access_net: ['bind_tcp', 'bind_udp'], scoped: ['signal'] }),
    enforce(0),
    exercise('bind_tcp', 1, 'a'),
  )
  const small = shrink([six, eleven], long)
  t.match(small, { ops: [{ kind: 'create_ruleset', attr: { handled_access_net: ['bind_udp'] } }] })
  t.equal(small?.ops.length, 1)
  t.match(predictedCause([six, eleven], long), { abi: 10, names: ['network right bind_udp'] })
  t.equal(shrink([six, six], long), undefined)
})

t.test('a difference that nothing reported explains is told as one, with both outcomes', async t => {
  const law = 'handled-is-denied-by-default'
  const suite = suiteOf(six, law)
  const open: Change = one => ({ ...one, outcomes: one.outcomes.map(two => (two === 'EACCES' ? 'OK' : two)) })
  const { changes, differ } = compared([suite, suite], open)
  t.ok(differ > 0)
  t.ok(changes.length > 0 && changes.every(({ cause }) => cause.kind === 'unknown'))
  t.same(changes[0]?.smallest.outcomes, ['EACCES', 'OK'])
  t.same(changes[0]?.smallest.clauses, ['hook.denied', null])
})

t.test('what one of the kernels did not answer is lost, and a hang is a difference', async t => {
  const suite = suiteOf(six, 'denial-is-final')
  const first =
    (change: Change): Change =>
    (one, name) =>
      name === 'denial_is_final_0' ? change(one, name) : one
  const cut = compared(
    [suite, suite],
    first(() => undefined),
  )
  t.same({ lost: cut.lost, differ: cut.differ }, { lost: 1, differ: 0 })
  const hung = compared(
    [suite, suite],
    first(({ outcomes }) => ({ end: 'hang', outcomes: outcomes.slice(0, 2), detail: '' })),
  )
  t.same({ lost: hung.lost, differ: hung.differ }, { lost: 0, differ: 1 })
  t.match(hung.changes[0]?.smallest.outcomes, [String, 'STUCK'])
})

t.test('where the model leaves a choice, another outcome is no difference', async t => {
  const suite = suiteOf(eleven, 'a-deferred-connect-is-judged')
  const choices = suite.tests.filter(({ allowed }) => allowed.some(one => one.length > 1))
  t.ok(choices.length > 0)
  const other: Change = (one, name) => {
    const test = choices.find(two => two.name === name)
    return {
      ...one,
      outcomes: one.outcomes.map((old, step) => (test?.allowed[step]?.at(-1) ?? old) as typeof old),
    }
  }
  t.equal(compared([suite, suite], other).differ, 0)
})

t.test('what two kernels only say of themselves is known, too', async t => {
  const said = reportedDifferences([
    { ...six, errata: 7 },
    { ...six, errata: 15 },
  ])
  t.same(said, [{ kind: 'erratum', number: 4 }])
  t.same(reportedDifferences([six, { ...six, lacks: { ...six.lacks, io_uring: 'EPERM' } }]), [
    { kind: 'lacks', what: 'io_uring' },
  ])
  t.ok(reportedDifferences([six, eleven]).some(cause => words(cause) === 'DCCP'))
})

t.test('the order of bytes decides an attribute that ends in the middle of a field', async t => {
  const big = { ...six, byteOrder: 'big' } as const
  const [create, rule] = [
    { kind: 'create_ruleset', as: 0, attr: { handled_access_net: ['bind_tcp'] }, size: 9 },
    { kind: 'add_rule', ruleset: 0, type: 'net_port', attr: { allowed_access: ['bind_tcp'], port: 'a' } },
  ] as const
  for (const pair of [[six, big] as const, [big, six] as const]) {
    t.same(reportedDifferences(pair), [{ kind: 'byte_order' }])
    t.same(causeOf(pair, { ops: [create, rule] }, 0), { kind: 'byte_order' })
    t.equal(causeOf(pair, { ops: [{ ...create, size: 16 }, rule] }, 0), undefined)
  }
})

t.test('the size of a page decides an attribute of more than 4096 bytes', async t => {
  const large = { ...six, pageSize: 65_536 }
  const long = { kind: 'create_ruleset', as: 0, attr: { handled_access_net: ['bind_tcp'] } } as const
  for (const pair of [[six, large] as const, [large, six] as const]) {
    t.same(reportedDifferences(pair), [{ kind: 'page_size' }])
    t.same(causeOf(pair, { ops: [{ ...long, size: 4097 }] }, 0), { kind: 'page_size' })
    t.equal(causeOf(pair, { ops: [{ ...long, size: 4096 }] }, 0), undefined)
  }
})

t.test('every program of both suites is run once on both', async t => {
  const { suite } = union([suiteOf(six, 'denial'), suiteOf(eleven, 'denial')])
  t.equal(new Set(suite.tests.map(({ id }) => id)).size, suite.tests.length)
  t.equal(new Set(suite.tests.map(({ name }) => name)).size, suite.tests.length)
  for (const one of [six, eleven])
    for (const { id, program } of sample(specs, one, 1, 'denial'))
      t.equal(
        suite.tests.some(test => test.id === id),
        missing(six, program) === null,
      )
  t.ok(suite.tests.every(({ allowed }) => allowed.every(outcomes => outcomes.length > 0)))
})
