import { join } from 'node:path'
import { domains } from '../../specs/arbitrary/ops.js'
import { type Action, actions } from '../../specs/arbitrary/routes.js'
import { type Op, routeOf, routes } from '../../specs/program.js'
import type { Outcome } from '../../specs/trace.js'
import { canonicalJson } from '../codec/json.js'
import { readObservations } from '../ktap.js'
import { run } from '../pipeline.js'
import type { Result } from '../report/result.js'
import { type Attempt, type Fate, routeTable } from '../report/routes.js'
import type { Progress, Test } from '../suite.js'
import { readBundles, type Saved } from './bundle.js'
import { packageFolder } from './places.js'
import type { Choice } from './suite.js'

/** The laws that try each action by each route. */
const laws = 'routes'

/** Tries every action by every route on some kernels, and tells what became of each as a table. */
export async function tryRoutes(
  refs: readonly string[],
  { seed }: Choice,
  progress: Progress,
): Promise<{ readonly result: Result; readonly table: string }> {
  const result = await run(refs, { seed, filter: laws }, progress)
  const saved = await readBundles(join(packageFolder, result.folder))
  return { result, table: tableOf(saved) }
}

/** A kernel by the first two numbers of its version. */
const seriesOf = ({ origin }: Saved): string => /^\d+\.\d+/.exec(origin.release)?.[0] ?? origin.release

/** The table of what was saved of the laws about routes. */
export const tableOf = (saved: readonly Saved[]): string =>
  routeTable({
    kernels: saved.map(seriesOf),
    routes,
    actions: actions.map(({ name }) => name),
    attempts: saved.flatMap(attemptsOn),
    absences: saved.flatMap(one =>
      one.suite.notRunnable.map(
        ({ feature, refused, programs }) =>
          `${seriesOf(one)} has no ${feature.replaceAll('_', ' ')} (${refused}): ${programs} programs not run.`,
      ),
    ),
  })

function attemptsOn(saved: Saved): readonly Attempt[] {
  const observations = readObservations(saved.channel)
  return saved.suite.tests.flatMap(test => {
    const { end, outcomes } = observations.get(test.name) ?? { end: 'lost', outcomes: [] }
    return end === 'done' ? attemptOf(seriesOf(saved), test, outcomes) : []
  })
}

/** The last op takes a route, and the first one of its kind is the same action by a system call. */
function attemptOf(kernel: string, { program: { ops }, clauses }: Test, outcomes: readonly Outcome[]) {
  const last = ops.at(-1)
  const route = last === undefined ? undefined : routeOf(last)
  const action = actions.find(one => isOf(one, ops))?.name
  if (route === undefined || action === undefined) return []
  const plain = outcomes[ops.findIndex(({ kind }) => kind === last?.kind)]
  return [{ kernel, route, action, fate: fateOf(outcomes.at(-1), plain), clause: clauses.at(-1)?.[0] ?? '' }]
}

function fateOf(routed: Outcome | undefined, plain: Outcome | undefined): Fate {
  if (plain === 'EACCES') return routed === 'EACCES' ? 'denied' : 'gap'
  return routed === 'EACCES' ? 'differs' : 'free'
}

const told = (ops: readonly Op[]): string => canonicalJson(ops.map(op => ({ ...op, route: undefined })))

/** Whether a program ends with an action, over one family or the other. */
const isOf = ({ before, act }: Action, ops: readonly Op[]): boolean =>
  domains.some(domain => {
    const end = [...before(1, domain), act(1, domain)]
    return told(end) === told(ops.slice(-end.length))
  })
