import { placeInGroup } from '../../../../specs/ops/at-once.js'
import { isPlainCall, isRing } from '../../../../specs/ops/routes.js'
import { descriptionOf, needsOf, routesOf } from '../../../../specs/ops/uses.js'
import { type Op, type Route, routeOf } from '../../../../specs/program.js'

/** What a step says in C, as far as it may call something. */
export type Said = Readonly<Record<'before' | 'by' | 'call' | 'struct' | 'after', string>>

/**
 * What a program needs of the C of the templates, by the names that its conditions ask for: each kind of op (`OP_BIND`), each call of
 * `enum call_kind`, each route, what the description of an op says, every word that the program itself says in C, and what some of
 * these have in common.
 */
export function needsInC(
  ops: readonly Op[],
  said: readonly Said[],
  frame: readonly string[],
): ReadonlySet<string> {
  const routes = ops.flatMap(routesOf)
  const calls = ops.flatMap((op, index) => callsOf(op, placeInGroup(ops, index).size > 1))
  const words = said.flatMap(wordsOf)
  const has = (pattern: RegExp): boolean => words.some(word => pattern.test(word))
  const onPorts = ops.some(op => op.kind === 'race' && op.pair !== 'tsync_tsync')
  const hasOp = (kinds: readonly string[]): boolean => ops.some(({ kind }) => kinds.includes(kind))
  const isIn = (...some: readonly string[]): boolean => calls.some(call => some.includes(call))
  const shared = {
    calls: calls.length > 0,
    on_sockets: ops.some(op => 'socket' in op),
    messages: isIn('sendmsg', 'sendmmsg') || routes.some(isRing),
    race_on_ports: onPorts,
    address: onPorts || has(/^(ipv4|ipv6|vsock|packets|alg_hash|unix_\w+)$/),
    receives: hasOp(receivers),
    moments: hasOp([...receivers, 'recv_error', 'sigtimedwait']),
    flagged: isIn('send', 'sendto', 'sendmsg', 'sendmmsg'),
    addressed: isIn('bind', 'connect', 'send', 'sendto', 'sendmsg', 'sendmmsg'),
    unix: has(/^unix_/),
    by_route: ops.some(op => routeOf(op) !== undefined),
    routes: routes.length > 0,
    ring: routes.some(isRing),
    new_ring: routes.some(route => route.startsWith('io_uring')),
    early_ring: routes.some(isEarlyRing),
    compat: routes.some(route => route === 'compat' || route === 'socketcall'),
    threads: routes.some(route => route.endsWith('thread')),
    odd_call: routes.some(route => isPlainCall(route) || route === 'socketcall'),
    children: routes.some(route => /^(v?fork|exec)$/.test(route)),
  }
  const needs = new Set([
    ...ops.flatMap(op => [`OP_${op.kind.toUpperCase()}`, ...needsOf(op)]),
    ...calls.map(call => `CALL_${call.toUpperCase()}`),
    ...routes.map(route => `ROUTE_${route.toUpperCase()}`),
    ...words,
    ...Object.entries(shared).flatMap(([name, isNeeded]) => (isNeeded ? [name] : [])),
    ...frame,
  ])
  return callers.some(need => needs.has(need)) ? new Set([...needs, 'raw_call']) : needs
}

/** What waits a moment for what may be on its way. */
const receivers = ['accept', 'recv', 'recvmsg', 'recvfrom']

/** What calls the kernel beside another thread, which has the same errno, or past the C library. */
const callers = ['turns', 'threads', 'audit', 'events', 'odd_call', 'OP_RACE', 'OP_LOOK']

/** Whether a ring makes the call that is there before the first step. */
export const isEarlyRing = (route: Route): boolean => isRing(route) && route.startsWith('early_')

/** The calls of `enum call_kind` that an op makes, in small letters; what begins together with others has to be one, as by a thread. */
function callsOf(op: Op, isAtOnce: boolean): readonly string[] {
  const { kind, routes, calls } = descriptionOf(op)
  return calls?.(op, isAtOnce ? 'thread' : routeOf(op)) ?? (routes.length > 0 ? [kind] : [])
}

/** The words of a step without what stands in quotes. */
const wordsOf = ({ before, by, call, struct, after }: Said): readonly string[] =>
  [before, by, call, struct, after]
    .join(' ')
    .replace(/"(?:[^"\\]|\\.)*"/g, '')
    .match(/[A-Za-z_]\w*/g) ?? []
