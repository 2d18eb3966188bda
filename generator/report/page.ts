import { clauses } from '../../specs/model/clauses.js'
import type { Allowed } from '../../specs/outcome.js'
import type { Finding, KernelResult, Result } from '../judge/result.js'
import { inLines } from '../shared/printable.js'
import { allowed } from '../suite/codec/outcome-schema.js'
import { describe } from '../suite/describe.js'
import { renderReproducer } from '../suite/render.js'
import type { Outline } from './entries.js'
import { fuzzOutline } from './fuzz-outline.js'
import type { Confirmed, Fuzzed, FuzzResult } from './fuzz-result.js'
import { difference, outlineOf } from './outline.js'
import { beforehand, notRunnable } from './terminal.js'

/** One difference as a page tells it: a step with what was observed beside what is allowed, the clause, the C, and how to replay it. */
export type Difference = {
  /** The fragment that leads to it. */
  readonly id: string
  readonly kind: 'diverged' | 'flaky'
  readonly kernel: string
  readonly law: string
  readonly claim: string
  readonly place: string
  readonly test: string
  readonly program: string
  readonly difference: string
  readonly steps: readonly {
    readonly index: number
    readonly words: string
    readonly observed: string
    readonly allowed: string
    readonly isWrong: boolean
  }[]
  readonly clause: string
  readonly why: string
  readonly cite: string
  readonly remarks: readonly string[]
  readonly replay: string
  /** A program in C that shows it by itself; empty where there is none. */
  readonly c: string
}

/** Clauses that were seen on a kernel, and those that were not, with what they say. */
export type Coverage = {
  readonly kernel: string
  readonly hit: number
  readonly total: number
  readonly unseen: readonly { readonly id: string; readonly says: string }[]
}

export type Times = { readonly kernel: string; readonly seconds: Readonly<Record<string, number>> }

/** What a page tells beside the outline. */
export type Page = {
  readonly outline: Outline
  readonly beforehand: readonly string[]
  /** What a session of fuzzing came to, kernel by kernel; empty for other runs. */
  readonly facts: readonly { readonly kernel: string; readonly facts: readonly Fact[] }[]
  readonly differences: readonly Difference[]
  readonly coverage: readonly Coverage[]
  /** What was not run or not seen, a sentence each. */
  readonly unrun: readonly string[]
  readonly times: readonly Times[]
}

type Fact = { readonly name: string; readonly value: string | number }

/** So many have their C beside them, which is long. */
const mostInC = 20

/** What a page of a run tells. */
export function pageOf(foreign: Result): Page {
  const result = inLines(foreign)
  const { kernels, unavailable } = result
  const open = result.divergences.filter(({ known }) => known === null)
  const abis = new Map(kernels.map(({ ref, abi }) => [ref, abi]))
  return {
    outline: outlineOf(foreign),
    beforehand: beforehand(kernels),
    facts: [],
    differences: open.map((one, at) => differenceOf(one, at, abis.get(one.kernel))),
    coverage: kernels.map(coverageOf),
    unrun: [
      ...kernels.flatMap(unrunOf),
      ...unavailable.map(({ ref, code, why }) => `${ref}: ${code}: ${why}`),
    ],
    times: timesOf(kernels),
  }
}

function differenceOf(one: Finding, at: number, abi = 0): Difference {
  const { ops, outcomes, step, kernel, law, claim, place, test, program, clause, why, cite, replay } = one
  return {
    ...{ kernel, law, claim, place, test, program, clause, why, cite, replay },
    id: `difference-${at + 1}`,
    kind: one.isFlaky ? 'flaky' : 'diverged',
    difference: difference(one),
    steps: ops.map((op, index) => ({
      index,
      words: describe(op),
      observed: outcomes[index] ?? (index === step ? one.observed : 'not reached'),
      allowed:
        index === step ? one.allowed.join(' | ') : outcomes[index] === undefined ? '' : 'what was observed',
      isWrong: index === step,
    })),
    remarks: one.again === undefined ? [] : [`Run again: ${one.again.words}; ${one.again.votes.join(', ')}`],
    c: at < mostInC ? inC(one, abi) : '',
  }
}

/** All that agreed is expected as it was observed. */
const inC = (
  { ops, outcomes, step, observed, allowed: all, law, program, claim }: Finding,
  abi: number,
): string =>
  renderReproducer({
    test: {
      program: { ops },
      allowed: ops.map((_, index) => {
        const seen = outcomes[index]
        return index === step ? allowedOf(all) : seen === undefined ? [] : [seen]
      }),
    },
    target: { abi },
    about: [`Program ${program} of ${law}.`, claim],
    name: law.replaceAll('-', '_'),
    ...{ step, observed, outcomes },
  })

/** Those that no schema knows are none: a record may be of a newer version. */
const allowedOf = (all: readonly string[]): readonly Allowed[] =>
  all.filter((one): one is Allowed => allowed.safeParse(one).success)

const coverageOf = ({ ref, clauses: { hit, total }, unseen }: KernelResult): Coverage => ({
  ...{ kernel: ref, hit, total },
  unseen: unseen.map(id => ({
    id,
    says: Object.hasOwn(clauses, id) ? clauses[id as keyof typeof clauses].says : '',
  })),
})

const unrunOf = (one: KernelResult): readonly string[] => [
  ...one.missing.map(what => `${one.ref}: ${what}`),
  ...one.notRunnable.map(what => `${one.ref}: ${notRunnable(what)}`),
  ...one.leftOut.map(({ law, programs, why }) => `${one.ref}: ${programs} of ${law}, left out by ${why}`),
]

const timesOf = (kernels: readonly Pick<KernelResult, 'ref' | 'seconds'>[]): readonly Times[] =>
  kernels
    .filter(({ seconds }) => Object.keys(seconds).length > 0)
    .map(({ ref, seconds }) => ({ kernel: ref, seconds }))

/** What a page of a session of fuzzing tells: first how fast it was, what was covered, and what was found. */
export function fuzzPageOf(foreign: FuzzResult): Page {
  const result = inLines(foreign)
  const counts = new Map<string, number>()
  return {
    outline: fuzzOutline(foreign),
    beforehand: [],
    facts: result.kernels.map(one => ({ kernel: one.ref, facts: factsOf(one) })),
    differences: result.divergences.map((one, at) => {
      const key = JSON.stringify([one.kernel, one.law])
      const number = (counts.get(key) ?? 0) + 1
      counts.set(key, number)
      return foundOf(one, at, `${number}_${one.program}`)
    }),
    coverage: result.kernels.map(({ ref, clauses: { hit, total } }) => ({
      kernel: ref,
      hit,
      total,
      unseen: [],
    })),
    unrun: [
      ...result.kernels.flatMap(({ ref, missing }) => missing.map(what => `${ref}: ${what}`)),
      ...result.unavailable.map(({ ref, code, why }) => `${ref}: ${code}: ${why}`),
    ],
    times: timesOf(result.kernels),
  }
}

function factsOf({
  programs,
  seconds,
  covered,
  minutes,
  laws,
  diverged,
  lost,
  unmodelled,
}: Fuzzed): readonly Fact[] {
  const rate = (count: number, time: number): string => `${Math.round(count / Math.max(1, time))} a second`
  return [
    { name: 'programs', value: programs },
    { name: 'throughput', value: rate(programs, seconds.fuzz) },
    ...(minutes === undefined
      ? []
      : [
          { name: 'in the first minute', value: rate(minutes.first.programs, 60) },
          { name: 'in the last minute', value: rate(minutes.last.programs, 60) },
        ]),
    { name: 'laws', value: laws },
    { name: 'corpus', value: `${covered.corpus} programs` },
    { name: 'clauses covered', value: covered.clauses },
    { name: 'pairs of clauses', value: covered.pairs },
    ...(covered.edges === 0 ? [] : [{ name: 'edges of the kernel', value: covered.edges }]),
    { name: 'programs that differ', value: diverged },
    { name: 'lost', value: lost },
    { name: 'not run, as the model says nothing', value: unmodelled },
  ]
}

function foundOf(one: Confirmed, at: number, test: string): Difference {
  const { kernel, law, program, ops, step, observed, clause, why, cite, replay } = one
  return {
    ...{ kernel, law, program, clause, why, cite, replay, test, claim: '', place: '', c: '' },
    id: `difference-${at + 1}`,
    kind: 'diverged',
    difference: difference(one),
    steps: ops.map((op, index) => ({
      index,
      words: describe(op),
      observed: index === step ? observed : '',
      allowed: index === step ? one.allowed.join(' | ') : '',
      isWrong: index === step,
    })),
    remarks: [
      `${one.programs} programs showed it; it came back in ${one.replayed} of ${one.replays} replays.`,
      `All that is left of it: ${one.folder}`,
      one.kept,
    ],
  }
}
