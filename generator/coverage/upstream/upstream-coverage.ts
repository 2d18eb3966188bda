import { predictSpoken } from '../../../specs/model/predict.js'
import { describe } from '../../../specs/ops/describe.js'
import { type Allowed, covers, type Outcome } from '../../../specs/outcome.js'
import type { Op } from '../../../specs/program.js'
import type { Target } from '../../../specs/target.js'
import { isChosen } from './decode.js'
import { readTests } from './record.js'
import { type Translation, translate } from './translate.js'

/** A step of an upstream test that gave what the model does not allow. */
type UpstreamContradiction = {
  readonly test: string
  readonly step: string
  readonly observed: Outcome
  readonly allowed: readonly string[]
}

/** So often something keeps a test from being followed on, in words. */
export type Ended = { readonly why: string; readonly tests: number; readonly calls: number }

/** How far the model follows upstream's own tests, and whether it expects what they gave. */
export type UpstreamCoverage = {
  readonly tests: number
  /** Those that are followed to their end. */
  readonly whole: number
  /** Steps that the model has one outcome for, those for which it allows several, and calls behind what it does not follow. */
  readonly exact: number
  readonly several: number
  readonly behind: number
  readonly contradictions: readonly UpstreamContradiction[]
  readonly unsaid: readonly Ended[]
  readonly silent: readonly Ended[]
}

type Followed = {
  readonly exact: number
  readonly several: number
  readonly contradiction: UpstreamContradiction | undefined
  /** Why the model speaks no further, and how many steps come from there on. */
  readonly silence: { readonly why: string; readonly calls: number } | undefined
}

/** A port that the kernel chose is one of many. */
const fits = (allowed: Allowed, outcome: Outcome): boolean =>
  covers(allowed, outcome) || (allowed === '=ephemeral' && isChosen(Number(outcome.slice(1))))

function follow(target: Target, { name, ops, outcomes, stop }: Translation): Followed {
  const { allowed, silence } = predictSpoken(target, { ops })
  const wrong = allowed.findIndex((some, index) => !some.some(one => fits(one, outcomes[index] ?? 'OK')))
  const right = wrong < 0 ? allowed : allowed.slice(0, wrong)
  const exact = right.filter(some => some.length === 1 && some[0] !== '!EACCES').length
  const op: Op | undefined = ops[wrong]
  return {
    ...{ exact, several: right.length - exact },
    contradiction:
      op === undefined
        ? undefined
        : {
            test: name,
            step: describe(op),
            observed: outcomes[wrong] ?? 'OK',
            allowed: allowed[wrong] ?? [],
          },
    silence:
      silence === undefined || op !== undefined
        ? undefined
        : { why: silence.id ?? '', calls: ops.length - silence.step + (stop?.calls ?? 0) },
  }
}

function tally(ends: readonly { readonly why: string; readonly calls: number }[]): readonly Ended[] {
  const all = new Map<string, { tests: number; calls: number }>()
  for (const { why, calls } of ends) {
    const { tests, calls: sum } = all.get(why) ?? { tests: 0, calls: 0 }
    all.set(why, { tests: tests + 1, calls: sum + calls })
  }
  return [...all].map(([why, counts]) => ({ why, ...counts })).sort((one, other) => other.calls - one.calls)
}

const sum = (numbers: readonly number[]): number => numbers.reduce((one, other) => one + other, 0)

/** What the model says to the calls of upstream's tests, as a guest told them. */
export function upstreamCoverage(target: Target, channel: string): UpstreamCoverage {
  const all = readTests(channel).map(translate)
  const followed = all.map(one => follow(target, one))
  const silences = followed.flatMap(({ silence }) => silence ?? [])
  const isFollowed = ({ silence, contradiction }: Followed): boolean =>
    silence === undefined && contradiction === undefined
  const stops = followed.flatMap((one, index) => (isFollowed(one) ? (all[index]?.stop ?? []) : []))
  const contradictions = followed.flatMap(({ contradiction }) => contradiction ?? [])
  return {
    tests: all.length,
    whole: all.length - silences.length - stops.length - contradictions.length,
    exact: sum(followed.map(({ exact }) => exact)),
    several: sum(followed.map(({ several }) => several)),
    behind: sum([...silences, ...stops].map(({ calls }) => calls)),
    contradictions,
    unsaid: tally(stops),
    silent: tally(silences),
  }
}
