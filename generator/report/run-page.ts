import { clauseOf } from '../../specs/clause-of.js'
import type { Allowed } from '../../specs/outcome.js'
import { causesOf } from '../judge/causes.js'
import type { KernelResult, Result, ResultFinding } from '../judge/result.js'
import { inLines } from '../shared/printable.js'
import { allowed } from '../suite/codec/outcome-schema.js'
import { describe } from '../suite/describe.js'
import { renderReproducer } from '../suite/render.js'
import { asOthers, causeOfEach, difference, outlineOf } from './outline.js'
import { type Coverage, type Difference, type Page, timesOf } from './page.js'
import { beforehand, notRunnable } from './terminal.js'

/** So many have their C beside them, which is long. */
const mostInC = 20

/** What a page of a run tells. */
export function runPage(foreign: Result): Page {
  const result = inLines(foreign)
  const { kernels, unavailable } = result
  const causes = causeOfEach(result.divergences)
  const open = causesFirst(result)
  const abis = new Map(kernels.map(({ ref, abi }) => [ref, abi]))
  return {
    outline: outlineOf(foreign),
    beforehand: beforehand(kernels),
    figures: [],
    differences: open.map((one, at) => differenceOf(one, { at, abi: abis.get(one.kernel) ?? 0, causes })),
    coverage: kernels.map(coverageOf),
    unrun: [
      ...kernels.flatMap(unrunOf),
      ...unavailable.map(({ ref, code, why }) => `${ref}: ${code}: ${why}`),
    ],
    times: timesOf(kernels),
  }
}

/** What nothing explains: the smallest program of each cause, then all others. */
function causesFirst(result: Result): readonly ResultFinding[] {
  const firsts = causesOf(result).map(({ smallest }) => smallest)
  const others = result.divergences.filter(one => one.known === null && !firsts.includes(one))
  return [...firsts, ...others]
}

type Among = { readonly at: number; readonly abi: number; readonly causes: ReturnType<typeof causeOfEach> }

function differenceOf(one: ResultFinding, { at, abi, causes }: Among): Difference {
  const { ops, outcomes, step, kernel, law, claim, place, test, program, clause, why, cite, replay } = one
  const same = asOthers(one, causes).words
  return {
    ...{ kernel, law, claim, place, test, program, clause, why, cite, replay },
    id: `difference-${at + 1}`,
    kind: one.isFlaky ? 'flaky' : 'diverged',
    difference: difference(one),
    columns: ['observed', 'allowed'],
    steps: ops.map((op, index) => ({
      index,
      words: describe(op),
      cells: [
        outcomes[index] ?? (index === step ? one.observed : 'not reached'),
        index === step ? one.allowed.join(' | ') : outcomes[index] === undefined ? '' : 'what was observed',
      ],
      isWrong: index === step,
    })),
    remarks: [
      ...(same === '' ? [] : [`${same.charAt(0).toUpperCase()}${same.slice(1)}`]),
      ...(one.stacks ?? []).map(stack => `Stack of ${stack}`),
      ...(one.hangsOn === undefined ? [] : [`Hangs on an open decision: ${one.hangsOn}`]),
      ...(one.again === undefined ? [] : [`Run again: ${one.again.words}; ${one.again.votes.join(', ')}`]),
    ],
    c: at < mostInC ? inC(one, abi) : '',
  }
}

/** What of a finding its program in C is made of. */
type InC = Pick<
  ResultFinding,
  'ops' | 'outcomes' | 'step' | 'observed' | 'allowed' | 'law' | 'program' | 'claim'
>

/** A program in C that shows a finding by itself: all that agreed is expected as it was observed. */
export const inC = (
  { ops, outcomes, step, observed, allowed: all, law, program, claim }: InC,
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
    says: clauseOf(id)?.says ?? '',
  })),
})

const unrunOf = (one: KernelResult): readonly string[] => [
  ...one.missing.map(what => `${one.ref}: ${what}`),
  ...one.notRunnable.map(what => `${one.ref}: ${notRunnable(what)}`),
  ...one.leftOut.map(({ law, programs, why }) => `${one.ref}: ${programs} of ${law}, left out by ${why}`),
]
