import fc from 'fast-check'
import t from 'tap'
import { isPartOf } from '../generator/compare/cause.js'
import { predictedCause, shrink, simpler } from '../generator/compare/minimize.js'
import { predictBoth, predictedStep } from '../generator/compare/pair.js'
import { type Finding, unexplained } from '../generator/fuzz/findings/finding.js'
import { shrinkFinding } from '../generator/fuzz/findings/minimize.js'
import { loadLaws } from '../generator/suite/laws.js'
import { candidates, sample } from '../generator/suite/sample.js'
import type { Candidate } from '../generator/suite/select.js'
import type { Test } from '../generator/suite/suite.js'
import { program } from '../specs/arbitrary/ops.js'
import type { Op, Program } from '../specs/program.js'
import { runs } from './fuzz-runs.js'
import { targets } from './targets.js'

const [six, seven, eleven] = targets
if (six === undefined || seven === undefined || eleven === undefined) throw new Error('no targets')
const pairs = [[six, eleven] as const, [eleven, six] as const, [seven, eleven] as const]
const laws = (await loadLaws()).filter(({ name }) =>
  /^(denial-is-final|handled-|tcp-and-udp|fast-open|unknown-rights|restrict-self|udp-sends)/.test(name),
)
const tests = sample(laws, eleven, 1).filter(({ program }) => program.ops.length < 20)
const drawn = fc.constantFrom(...tests.map(({ program }) => program))

/** Every program with one op less. */
const withoutOne = ({ ops }: Program): readonly Program[] =>
  ops.length < 2 ? [] : ops.map((_, index) => ({ ops: ops.toSpliced(index, 1) }))

t.test('a minimized program is no longer, shows the same, and nothing can be left out of it', async t => {
  t.ok(tests.length > 50)
  let count = 0
  const isMinimal = fc.property(drawn, drawn, fc.nat(2), (one, other, at) => {
    const pair = pairs[at] ?? [six, eleven]
    const whole = program(one.ops, other.ops)
    const step = predictedStep(predictBoth(pair, whole))
    const small = shrink(pair, whole)
    const cause = predictedCause(pair, whole)
    if (small === undefined || cause === undefined) return small === cause
    count += 1
    const shows = (one: Program): boolean => {
      const last = one.ops.length - 1
      return (
        predictedStep(predictBoth(pair, one)) === last &&
        last >= 0 &&
        isPartOf(cause, predictedCause(pair, one))
      )
    }
    return (
      shows(small) && small.ops.length <= step + 1 && ![...withoutOne(small), ...simpler(small)].some(shows)
    )
  })
  t.doesNotThrow(() => fc.assert(isMinimal, runs(40)))
  t.ok(count > 5, `${count} programs were made smaller`)
})

const bench = { target: eleven, specs: laws, known: [] }

/** A kernel that does not bear so many ops of a kind in a row of ops, however they are. */
const failing =
  (kind: string, least: number) =>
  (test: Test): Finding | undefined => {
    const isOne = test.program.ops.filter(op => op.kind === kind).length >= least
    const divergence = { ...unexplained, law: test.law, test: test.name, program: test.id, observed: 'lost' }
    return isOne ? { test, divergence, outcomes: [], console: '' } : undefined
  }

/** Ops that show nothing by themselves, some or more than a minimizer has rounds. */
const idle = fc.constantFrom(0, 0, 0, 60).map(count => Array.from({ length: count }, () => idleOp))
const idleOp: Op = { kind: 'no_new_privs' }

t.test(
  'a minimized finding is no longer, is still one, and comes in a bounded number of rounds',
  async () => {
    const kinds = fc.constantFrom('bind', 'connect', 'socket', 'restrict_self', 'add_rule')
    const isMinimal = fc.asyncProperty(
      fc.constantFrom(...tests),
      fc.record({ kind: kinds, least: fc.integer({ min: 1, max: 2 }), further: idle }),
      async ({ program: { ops }, law }, { kind, least, further }) => {
        const named = (one: Candidate): Test => ({ ...one, law, name: one.id })
        const [test] = candidates(eleven, [program(ops, further)]).map(named)
        const find = failing(kind, least)
        const found = test && find(test)
        if (test === undefined || found === undefined) return true
        let rounds = 0
        const small = await shrinkFinding(found, bench, async tried => {
          rounds += 1
          const findings = tried.map(find).filter(one => one !== undefined)
          return new Map(findings.map(one => [one.test.id, one]))
        })
        const left = candidates(eleven, withoutOne(small.test.program)).map(named)
        return (
          rounds <= 80 &&
          find(small.test) !== undefined &&
          small.test.program.ops.length <= test.program.ops.length &&
          test.program.ops.length - small.test.program.ops.length <= 40 &&
          (further.length > 0 || !left.some(one => find(one) !== undefined))
        )
      },
    )
    await fc.assert(isMinimal, runs(40))
  },
)
