import type { Op, OpOf, Program, Route, Slot } from '../program.js'
import type { Target } from '../target.js'
import type { Outcome, Trace } from '../trace.js'
import {
  accept,
  at,
  bind,
  close,
  connect,
  type Domain,
  type Grant,
  layer,
  listen,
  type NetRight,
  program,
  rightsOf,
  send,
  server,
  tcp,
  udp,
} from './ops.js'

/** A call that may be made by a route, with what has to be there before it, and the right that it needs. */
export type Action = {
  readonly name: string
  readonly right: NetRight | null
  readonly before: (socket: Slot, domain: Domain) => readonly Op[]
  readonly act: (socket: Slot, domain: Domain) => RoutedOp
}

type RoutedOp = OpOf<'socket' | 'bind' | 'connect' | 'listen' | 'accept' | 'sendto'>

const as = (op: Op): RoutedOp => op as RoutedOp

const opening = (make: typeof tcp) => (socket: Slot, domain: Domain) => [make(socket, domain)]

/** A listener at a port of its own, where somebody waits. */
const visited = (socket: Slot, domain: Domain): readonly Op[] => {
  const address = at(socket === 0 ? 'c' : 'd', domain)
  return [...server(socket, address, domain), tcp(socket + 4, domain), connect(socket + 4, address)]
}

/** Every kind of call that routes are tried with. */
export const actions: readonly Action[] = [
  { name: 'socket', right: null, before: () => [], act: (socket, domain) => as(tcp(socket, domain)) },
  {
    name: 'bind, TCP',
    right: 'bind_tcp',
    before: opening(tcp),
    act: (socket, domain) => as(bind(socket, at('a', domain))),
  },
  {
    name: 'connect, TCP',
    right: 'connect_tcp',
    before: opening(tcp),
    act: (socket, domain) => as(connect(socket, at('a', domain))),
  },
  {
    name: 'sendto, TCP Fast Open',
    right: 'connect_tcp',
    before: opening(tcp),
    act: (socket, domain) => ({ ...as(send(socket, at('a', domain))), fastopen: true }) as RoutedOp,
  },
  {
    name: 'listen, TCP without a port',
    right: null,
    before: opening(tcp),
    act: socket => as(listen(socket)),
  },
  { name: 'accept, TCP', right: null, before: visited, act: socket => as(accept(socket, socket + 6)) },
  {
    name: 'bind, UDP',
    right: 'bind_udp',
    before: opening(udp),
    act: (socket, domain) => as(bind(socket, at('a', domain))),
  },
  {
    name: 'connect, UDP',
    right: 'connect_send_udp',
    before: opening(udp),
    act: (socket, domain) => as(connect(socket, at('a', domain))),
  },
  {
    name: 'sendto, UDP',
    right: 'connect_send_udp',
    before: opening(udp),
    act: (socket, domain) => as(send(socket, at('a', domain))),
  },
  {
    name: 'sendmsg, UDP',
    right: 'connect_send_udp',
    before: opening(udp),
    act: (socket, domain) => ({ ...as(send(socket, at('a', domain))), via: 'sendmsg' }) as RoutedOp,
  },
  {
    name: 'sendmmsg, UDP',
    right: 'connect_send_udp',
    before: opening(udp),
    act: (socket, domain) => ({ ...as(send(socket, at('a', domain))), via: 'sendmmsg' }) as RoutedOp,
  },
]

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

/** The same action by a system call and by a route, on sockets 0 and 1, one after the other. */
export const twice = (action: Action, route: Route, domain: Domain): readonly Op[] => [
  ...action.before(0, domain),
  action.act(0, domain),
  close(0),
  ...action.before(1, domain),
  { ...action.act(1, domain), route },
]

/** What the action gave by its route, and what by a system call. */
export const bothOutcomes = (trace: Trace): readonly [Outcome, Outcome] => {
  const last = trace.at(-1)
  const plain = trace.find(({ op }) => op.kind === last?.op.kind)
  if (last === undefined || plain === undefined) throw new Error('no action by a route')
  return [last.outcome, plain.outcome]
}

/** A sandbox that handles every right, and grants what an action needs or not. */
export const sandboxFor = (target: Target, { right }: Action, isGranted: boolean): readonly Op[] => {
  const handled = rightsOf(target)
  const allow = right === null || !handled.includes(right) ? [] : [right]
  const ephemeral: readonly Grant[] = handled.includes('bind_udp') ? [{ allow: ['bind_udp'], port: 0 }] : []
  const own: readonly Grant[] = isGranted && allow.length > 0 ? [{ allow, port: 'a' }] : []
  // What an action needs before it is not what it is about.
  const before = (['c', 'd'] as const).map(port => ({ allow: ['bind_tcp', 'connect_tcp'], port }))
  return layer(target, 0, handled, [...ephemeral, ...own, ...before])
}

/** Every action by every one of some routes, over IPv4, without what it needs. */
export const everyDenied = (target: Target, routes: readonly Route[]): readonly Program[] =>
  actions.flatMap(action =>
    routes.map(route => program(sandboxFor(target, action, false), twice(action, route, 'AF_INET'))),
  )

/** Every action by every one of some routes, granted and not. */
export const everyAction = (target: Target, routes: readonly Route[]): readonly Program[] =>
  actions.flatMap(action =>
    routes.flatMap(route =>
      [true, false].flatMap(isGranted =>
        (['AF_INET', 'AF_INET6'] as const).map(domain =>
          program(sandboxFor(target, action, isGranted), twice(action, route, domain)),
        ),
      ),
    ),
  )
