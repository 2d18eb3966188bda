import fc from 'fast-check'
import {
  accept,
  at,
  bind,
  byRoute,
  close,
  connect,
  listen,
  program,
  send,
  server,
  tcp,
  udp,
} from '../../../arbitrary/ops.js'
import { bothOutcomes, plainRoutes } from '../../../arbitrary/routes.js'
import { type Op, type Program, type Route, routeOf } from '../../../program.js'
import type { Spec } from '../../../spec.js'
import type { Target } from '../../../target.js'
import { creationLayer, kinds, knows, open, socketLayer, socketRightsOf } from '../../ops.js'
import type { SocketRight } from '../../uapi.js'

/** A call on socket 0 or 1, with what is there before. */
type SocketAction = {
  readonly right: SocketRight
  readonly before: (socket: number) => readonly Op[]
  readonly act: (socket: number) => Op
}

const helping = (socket: number) => at(socket === 0 ? 'c' : 'd')

const visited = (socket: number): readonly Op[] => [
  ...server(socket, helping(socket)),
  tcp(socket + 4),
  connect(socket + 4, helping(socket)),
]

const calls: readonly Omit<SocketAction, 'right'>[] = [
  { before: socket => [tcp(socket)], act: socket => bind(socket, helping(socket)) },
  { before: socket => [tcp(socket)], act: socket => connect(socket, at('a')) },
  { before: socket => [tcp(socket), bind(socket, helping(socket))], act: listen },
  { before: visited, act: socket => accept(socket, socket + 6) },
]

const actions: readonly SocketAction[] = [
  { right: 'create', before: () => [], act: socket => open(socket, kinds.tcp) },
  { right: 'protocol', before: () => [], act: socket => open(socket, kinds.tcp) },
  ...calls.map(call => ({ right: 'protocol' as const, ...call })),
  ...calls.map(call => ({ right: 'use' as const, ...call })),
  { right: 'use', before: socket => [udp(socket)], act: socket => send(socket, at('a')) },
  {
    right: 'use',
    before: socket => [udp(socket)],
    act: socket => ({ kind: 'sendto', socket, address: at('a'), via: 'sendmsg' }),
  },
]

/** What a child answers by has to be allowed; all else is, or is not. */
const sandbox = (target: Target, right: SocketRight, isGranted: boolean): readonly Op[] => {
  const allowed = isGranted ? [kinds.unix, kinds.tcp, kinds.udp] : [kinds.unix]
  return right === 'create' ? creationLayer(target, 0, allowed) : socketLayer(target, 0, [right], allowed)
}

const all = (target: Target): readonly Program[] =>
  actions
    .filter(({ right }) => knows(target, right))
    .flatMap(({ right, before, act }) =>
      plainRoutes.flatMap((route: Route) =>
        [true, false].map(isGranted =>
          program(
            before(0),
            before(1),
            sandbox(target, right, isGranted),
            act(0),
            close(0),
            byRoute(act(1), route),
          ),
        ),
      ),
    )

/** By whatever route a call gets to the kernel, the rights of sockets give one verdict. */
export const allRoutesJudgeSocketsAlike: Spec = {
  name: 'all-routes-judge-sockets-alike',
  applies: target => socketRightsOf(target).length > 0,
  programs: target => fc.constantFrom(...all(target)),
  every: all,
  always: all,
  holds(trace) {
    const last = trace.at(-1)
    if (last === undefined || routeOf(last.op) === undefined) return false
    const enforced = trace.findIndex(({ op }) => op.kind === 'restrict_self')
    const [routed, plain] = bothOutcomes(trace.slice(enforced))
    return (routed === 'EACCES') === (plain === 'EACCES')
  },
  refutedBy: step => (target, state, op) =>
    step(target, state, op).map(branch =>
      routeOf(op) === undefined || branch.outcome !== 'EACCES' ? branch : { ...branch, outcome: 'OK' },
    ),
}
