import { canTake } from '../ops/uses.js'
import type { Outcome } from '../outcome.js'
import type { Op, Program, Route } from '../program.js'
import type { Target } from '../target.js'
import type { Trace } from '../trace.js'
import { type Action, actions, sandboxFor } from './actions.js'
import { byRoute, close, type Domain, domains, program } from './ops.js'

/** The routes that act with the credentials of the caller. */
export const plainRoutes: readonly Route[] = [
  'io_uring',
  'io_uring_fixed',
  'io_uring_async',
  'io_uring_sqpoll',
  'io_uring_personality',
  'early_io_uring',
  'compat',
  'socketcall',
  'thread',
  'fork',
  'vfork',
  'exec',
]

/** The routes that act with the credentials that were there before the first op. */
export const earlyRoutes: readonly Route[] = ['early_sqpoll', 'early_personality', 'early_thread']

/** Those that take a call that sends alone, with the credentials of the caller. */
export const sendRoutes: readonly Route[] = ['io_uring_zc']

/** The same action by a system call and by a route, on sockets 0 and 1, one after the other. */
export const twice = (action: Action, route: Route, domain: Domain): readonly Op[] => [
  ...action.before(0, domain),
  action.act(0, domain),
  close(0),
  ...action.before(1, domain),
  byRoute(action.act(1, domain), route),
]

/** What the action gave by its route, and what by a system call. */
export const bothOutcomes = (trace: Trace): readonly [Outcome, Outcome] => {
  const last = trace.at(-1)
  const plain = trace.find(({ op }) => op.kind === last?.op.kind)
  if (last === undefined || plain === undefined) throw new Error('no action by a route')
  return [last.outcome, plain.outcome]
}

/** An action that is tried by a system call first, and then by a route or in another way. */
export type RouteProgram = { readonly by: string; readonly action: string; readonly program: Program }

type RouteAttempt = {
  readonly action: Action
  readonly route: Route
  readonly isGranted: boolean
  readonly domain: Domain
}

const attempt = (target: Target, { action, route, isGranted, domain }: RouteAttempt): RouteProgram => ({
  by: route,
  action: action.name,
  program: program(sandboxFor(target, action, isGranted), twice(action, route, domain)),
})

const takenBy = ({ act }: Action, by: readonly Route[]): readonly Route[] =>
  by.filter(route => canTake(act(0, 'AF_INET'), route))

/** Every action by every one of some routes, over IPv4, without what it needs. */
export const everyDenied = (target: Target, by: readonly Route[]): readonly RouteProgram[] =>
  actions.flatMap(action =>
    takenBy(action, by).map(route => attempt(target, { action, route, isGranted: false, domain: 'AF_INET' })),
  )

/** Every action by every one of some routes, granted and not. */
export const everyAction = (target: Target, by: readonly Route[]): readonly RouteProgram[] =>
  actions.flatMap(action =>
    takenBy(action, by).flatMap(route =>
      [true, false].flatMap(isGranted =>
        domains.map(domain => attempt(target, { action, route, isGranted, domain })),
      ),
    ),
  )

/** What is run of attempts. */
export const programsOf = (attempts: readonly RouteProgram[]): readonly Program[] =>
  attempts.map(one => one.program)
