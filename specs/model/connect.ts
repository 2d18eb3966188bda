import { callDenied } from '../designs/calls.js'
import type { InetAddress, OpOf } from '../program.js'
import type { Target } from '../target.js'
import { families } from '../uapi/socket.js'
import { type Branch, type Found, fail, ok, outside, processOf, socketOf } from './branch.js'
import { connectDatagram } from './datagram.js'
import { judge, judgeAutobind, refuse as refused } from './hook.js'
import { connectOpaque } from './opaque.js'
import {
  anywhere,
  hostFor,
  lengthOf,
  narrowed,
  portKey,
  reachesInet6,
  receiver,
  receivers,
  sharesConnection,
  withoutConnection,
} from './ports.js'
import { mayBeTcp } from './sockets.js'
import { type Local, type PortKey, type Process, type Socket, type State, withSocket } from './state.js'
import { connectUnix } from './unix.js'
import { withReset } from './unsettled.js'

/** A connection that ends gives back the port that the kernel chose, and keeps one that was bound by name. */
const dissolve = (state: State, { id, socket }: Found): readonly Branch[] => {
  if (socket.phase === 'idle') return ok(state, 'connect.dissolve')
  if (socket.phase === 'connected') return outside
  const change = { ...withoutConnection(socket), phase: 'idle', queue: 0 } as const
  return ok(withReset(withSocket(state, id, change), socket), 'connect.dissolve')
}

/** The address that a socket has, bound or not. */
const addressOf = ({ local, pinned }: Socket): Local['host'] | undefined => local?.host ?? pinned ?? undefined

/** Where a connect really goes: an any address means loopback, and a v4-mapped one is reached by IPv4. */
const destination = (socket: Socket, host: Local['host']): Local['host'] => {
  if (socket.family !== families.AF_INET6) return '127.0.0.1'
  if (host === '::ffff:127.0.0.1') return '127.0.0.1'
  return host === '::' && addressOf(socket) === '::ffff:127.0.0.1' ? '127.0.0.1' : '::1'
}

/** A socket bound to a v4-mapped address does not reach IPv6; what the stack answers is not for the model to say. */
const isStranded = (socket: Socket, to: Local['host']): boolean =>
  addressOf(socket) === '::ffff:127.0.0.1' && reachesInet6(to)

/** What MPTCP, or an IPv6 socket that tried IPv4, does with a second connect is not for the model to say. */
const refuse = (state: State, { id, socket }: Found, to: Local): readonly Branch[] => {
  const refused =
    socket.transport === 'mptcp' || (socket.family === families.AF_INET6 && to.host === '127.0.0.1')
  const change = { ...withoutConnection(socket), refused }
  const next = withSocket(state, id, change)
  if (!socket.options.fastopenConnect) return fail(next, 'ECONNREFUSED', 'connect.refused')
  return [
    ...fail(next, 'ECONNREFUSED', 'connect.refused'),
    ...ok(withSocket(next, id, { refused: true }), 'connect.deferred'),
  ]
}

/** A connection to itself is found before a listener on the same port (inet_hashtables.c: __inet_lookup). */
const establish = (state: State, found: Found, to: Local): readonly Branch[] => {
  const { id, socket } = found
  const local = socket.local ?? anywhere(socket, id)
  if (
    socket.family === families.AF_INET6 &&
    to.host === '127.0.0.1' &&
    (local.host === '::1' || socket.options.v6Only)
  ) {
    return fail(state, 'ENETUNREACH', 'connect.v6only')
  }
  if (isStranded(socket, to.host) || socket.refused || state.inner.includes(to.port)) return outside
  if (receivers(state, socket, to) > 1 || sharesConnection(state, id)) return outside
  const listener = receiver(state, socket, to)
  const server = state.sockets[listener]
  const connected = withSocket(state, id, {
    phase: 'connected',
    local: narrowed(socket, id, to.host),
    stale: false,
    peer: to,
  })
  if (socket.local !== null && socket.local.port === to.port) {
    return socket.transport === 'tcp' ? ok(connected, 'connect.to-itself') : outside
  }
  if (server?.refused) return outside
  if (server !== undefined) {
    return ok(withSocket(connected, listener, { queue: server.queue + 1 }), 'connect.ok')
  }
  return refuse(state, found, to)
}

const connectStream = (
  state: State,
  found: Found,
  address: InetAddress,
  port: PortKey,
): readonly Branch[] => {
  const { socket } = found
  const isInet6 = socket.family === families.AF_INET6
  if (lengthOf(address) < 2) return fail(state, 'EINVAL', 'connect.too-short')
  if (address.family === 'AF_UNSPEC') return dissolve(state, found)
  if (socket.phase !== 'idle') return fail(state, 'EISCONN', 'connect.busy')
  if (lengthOf(address) < (isInet6 ? 24 : 16)) return fail(state, 'EINVAL', 'connect.short')
  if (families[address.family] !== socket.family) return fail(state, 'EAFNOSUPPORT', 'connect.family')
  return establish(state, found, { host: destination(socket, hostFor(socket, address)), port })
}

/**
 * connect(2).
 * Order: the LSM hook, for UDP also the right to be given a port, and only then the stack.
 */
export const connect = (target: Target, state: State, op: OpOf<'connect'>): readonly Branch[] => {
  const process = processOf(state, op)
  const found = socketOf(state, op)
  if (process === undefined) return outside
  if (found === undefined) return fail(state, 'EBADF', 'fd.not-open')
  return callDenied(state, process, found.socket, 'connect') ?? connectTo(target, state, op, process, found)
}

/** What follows the designs' hooks; Fast Open comes here without them. */
export const connectTo = (
  target: Target,
  state: State,
  op: OpOf<'connect'>,
  process: Process,
  found: Found,
): readonly Branch[] => {
  const { socket } = found
  const { address } = op
  if (socket.transport === 'unix') return connectUnix(state, process, found, address)
  if (socket.transport === 'opaque') return connectOpaque(state, process, found, 'opaque.connect')
  if ('name' in address || mayBeTcp(socket)) return outside
  const port = portKey(state, op, address.port)
  const verdict =
    judge({ layers: process.layers, socket, address, port, act: 'connect' }, target) ??
    (lengthOf(address) < 2 || address.family === 'AF_UNSPEC'
      ? null
      : judgeAutobind(process.layers, socket, target))
  if (verdict !== null) return refused(state, verdict)
  if (socket.transport === 'udp') return connectDatagram(state, found, address, port)
  return connectStream(state, found, address, port)
}
