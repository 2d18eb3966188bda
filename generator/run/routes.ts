import { join } from 'node:path'
import { actions } from '../../specs/arbitrary/actions.js'
import { everyOrigin, origins } from '../../specs/arbitrary/origins.js'
import {
  earlyRoutes,
  everyAction,
  plainRoutes,
  type RouteProgram,
  sendRoutes,
} from '../../specs/arbitrary/routes.js'
import type { Outcome } from '../../specs/outcome.js'
import { routes } from '../../specs/program.js'
import type { Target } from '../../specs/target.js'
import { readObservations } from '../guest/ktap.js'
import { readRun, type SavedIn } from '../judge/read-run.js'
import type { Result } from '../judge/result.js'
import { type Attempt, type Fate, routeTable } from '../report/routes.js'
import { homeFolder } from '../shared/paths.js'
import type { Progress } from '../shared/progress.js'
import { programId } from '../suite/codec.js'
import type { Choice } from '../suite/draw.js'
import type { Test } from '../suite/suite.js'
import { type Around, run } from './run.js'

/** The laws that try each action by each route and in each way have this in their names. */
const laws = 'routes'

/** Tries every action by every route and in every way on some kernels, and tells what became of each as a table. */
export async function tryRoutes(
  refs: readonly string[],
  { seed }: Choice,
  progress: Progress,
  around: Around = {},
): Promise<{ readonly result: Result; readonly table: string }> {
  const result = await run(refs, { seed, filter: laws }, progress, around)
  const { kernels } = await readRun(join(homeFolder, result.folder))
  return { result, table: tableOf(kernels) }
}

/** A kernel by the first two numbers of its version. */
const seriesOf = ({ origin }: SavedIn): string => /^\d+\.\d+/.exec(origin.release)?.[0] ?? origin.release

/** The table of what was saved of the laws about routes. */
export const tableOf = (saved: readonly SavedIn[]): string =>
  routeTable({
    kernels: saved.map(seriesOf),
    ways: [...routes, ...origins.map(({ name }) => name)].map(nameOf),
    actions: actions.map(({ name }) => name),
    attempts: saved.flatMap(attemptsOn),
    absences: saved.flatMap(one =>
      one.suite.notRunnable.map(
        ({ feature, refused, programs }) =>
          `${seriesOf(one)} has no ${feature.replaceAll('_', ' ')} (${refused}): ${programs} programs not run.`,
      ),
    ),
  })

function attemptsOn(saved: SavedIn): readonly Attempt[] {
  const observations = readObservations(saved.channel, saved.suite.tests)
  const planned = new Map(plannedOn(saved.suite.target).map(one => [programId(one.program), one]))
  return saved.suite.tests.flatMap(test => {
    const { end, outcomes } = observations.get(test.name) ?? { end: 'lost', outcomes: [] }
    const plan = planned.get(test.id)
    return end === 'done' && plan !== undefined ? [attemptOf(seriesOf(saved), plan, test, outcomes)] : []
  })
}

/** What the laws try, by which a program is known. */
const plannedOn = (target: Target): readonly RouteProgram[] => [
  ...everyAction(target, [...plainRoutes, ...sendRoutes, ...earlyRoutes]),
  ...everyOrigin(target),
]

/** The last op is the action, and the first one of its kind is the same action by a system call. */
function attemptOf(
  kernel: string,
  { by, action, program: { ops } }: RouteProgram,
  { clauses }: Test,
  outcomes: readonly Outcome[],
): Attempt {
  const plain = outcomes[ops.findIndex(({ kind }) => kind === ops.at(-1)?.kind)]
  return {
    kernel,
    way: nameOf(by),
    action,
    fate: fateOf(outcomes.at(-1), plain),
    clause: clauses.at(-1)?.[0] ?? '',
  }
}

/** A route is told as it stands in a program. */
const nameOf = (by: string): string => (routes.some(route => route === by) ? `\`${by}\`` : by)

function fateOf(own: Outcome | undefined, plain: Outcome | undefined): Fate {
  if (plain === 'EACCES') return own === 'EACCES' ? 'denied' : 'gap'
  return own === 'EACCES' ? 'differs' : 'free'
}
