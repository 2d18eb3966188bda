import { predict } from '../../specs/model/predict.js'
import type { Suite, Test } from '../suite/suite.js'

/** A suite as the model of now has it, and where that is not what was saved, in words. */
type Renewed = {
  readonly suite: Suite
  /** The names of the tests that the model of now says nothing about. */
  readonly unsaid: ReadonlySet<string>
  readonly notes: readonly string[]
}

/** What is saved of the outcomes that are allowed is not believed: the model says them again, from the programs alone. */
export function byModelOfNow(suite: Suite): Renewed {
  const renewed = suite.tests.map(test => ({ test, now: predict(suite.target, test.program) }))
  const unsaid = renewed.filter(({ now }) => now === undefined).map(({ test }) => test)
  const other = renewed.flatMap(({ test, now }) => (now === undefined ? [] : differenceOf(test, now.allowed)))
  const of = (which: readonly unknown[]): string => `${which.length} of ${suite.tests.length} programs`
  const [firstOther, firstUnsaid] = [other[0], unsaid[0]?.name]
  return {
    suite: { ...suite, tests: renewed.map(({ test, now }) => ({ ...test, ...now })) },
    unsaid: new Set(unsaid.map(({ name }) => name)),
    notes: [
      ...(firstOther === undefined
        ? []
        : [`the model of now allows other outcomes than were saved in ${of(other)}, such as ${firstOther}`]),
      ...(firstUnsaid === undefined
        ? []
        : [`the model of now says nothing of ${of(unsaid)}, such as ${firstUnsaid}: they count as lost`]),
    ],
  }
}

/** The first op for which something else is allowed now than was saved. */
function differenceOf({ name, allowed }: Test, now: Test['allowed']): readonly string[] {
  const step = now.findIndex((outcomes, index) => !isSame(outcomes, allowed[index] ?? []))
  if (step < 0) return allowed.length === now.length ? [] : [name]
  return [
    `${name}, step ${step}: ${(now[step] ?? []).join(' | ')}, and not ${(allowed[step] ?? []).join(' | ')}`,
  ]
}

const isSame = (some: readonly string[], others: readonly string[]): boolean =>
  some.length === others.length && some.every(one => others.includes(one))
