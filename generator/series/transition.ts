import { type Compared, compare, type Union, union } from '../compare/changes.js'
import { both, type Pair } from '../compare/pair.js'
import { readObservations } from '../guest/ktap.js'
import type { SavedIn } from '../judge/read-run.js'
import type { Observation } from '../suite/suite.js'

/** What two runs gave to the programs that both had. */
export type Transition = { readonly union: Union; readonly compared: Compared; readonly clauses: number }

/** Each program's observation, by the content of the program. */
function observedIn({ suite, channel }: SavedIn): ReadonlyMap<string, Observation> {
  const byName = readObservations(channel, suite.tests)
  return new Map(
    suite.tests.flatMap(({ id, name }) => {
      const one = byName.get(name)
      return one === undefined ? [] : [[id, one] as const]
    }),
  )
}

/** What changed from one saved run to another, by the programs that both ran. */
export function transition(runs: Pair<SavedIn>): Transition {
  const all = union(both(runs, ({ suite }) => suite))
  const ids = both(runs, ({ suite }) => new Set(suite.tests.map(({ id }) => id)))
  const tests = all.suite.tests.filter(({ id }) => ids.every(own => own.has(id)))
  const shared: Union = { ...all, suite: { ...all.suite, tests } }
  const observed = both(runs, observedIn)
  const named = both(
    observed,
    byId =>
      new Map(
        tests.flatMap(({ id, name }) => {
          const one = byId.get(id)
          return one === undefined ? [] : [[name, one] as const]
        }),
      ),
  )
  const decided = new Set(
    tests.flatMap(({ id }) =>
      (all.predictions.get(id) ?? []).flatMap(one => one?.clauses.flatMap(([first]) => first ?? []) ?? []),
    ),
  )
  return { union: shared, compared: compare(shared, named), clauses: decided.size }
}
