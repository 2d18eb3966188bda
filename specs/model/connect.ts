import { callDenied } from '../designs/calls.js'
import type { InetAddress, OpOf } from '../program.js'
import { isUdp } from '../right.js'
import type { Target } from '../target.js'
import { families } from '../uapi/socket.js'
import {
  type Branch,
  type FoundSocket,
  fail,
  mapBranches,
  ok,
  processOf,
  socketOf,
  unmodelled,
} from './branch.js'
import type { ClauseId } from './clauses.js'
import { connectDatagram } from './datagram.js'
import { judge, judgeAutobind, refuse as refused } from './hook.js'
import {
  inetDestination,
  isInetHost,
  isMapped,
  keptAs,
  ownHost,
  reachesInet6,
  sourceFor,
  unmapped,
} from './hosts.js'
import { connectOpaque } from './opaque.js'
import {
  anywhere,
  asInet,
  hostFor,
  lengthOf,
  listenersAt,
  narrowed,
  placePort,
  portKey,
  sharesConnection,
  withoutConnection,
} from './ports.js'
import { isFull, unconnected } from './sockets.js'
import { type Local, type PortKey, type Process, type Socket, type State, withSocket } from './state.js'
import { disconnect, join } from './streams.js'
import { connectUnix } from './unix.js'
import { connectVsock } from './vsock.js'

/** An IPv6 socket that was connected over IPv4 goes on to act as one of IPv4 in part (tcp_ipv6.c: ipv6_mapped). */
const wasMapped = ({ phase, local }: Socket): boolean =>
  phase === 'connected' && local !== null && isMapped(local.host)

/** connect(2) to AF_UNSPEC; of a socket that IPV6_ADDRFORM changed the model says nothing then. */
const dissolve = (state: State, { id, socket }: FoundSocket): readonly Branch[] => {
  // In repair mode it goes on with an error (tcp.c: tcp_disconnect()).
  if ((socket.refused && socket.phase !== 'idle') || socket.options.repair)
    return unmodelled('connect.refused-again')
  const next = disconnect(state, id)
  return ok(wasMapped(socket) ? withSocket(next, id, { mapped: true }) : next, 'connect.dissolve')
}

/** Where a connect really goes: an any address means loopback, and a v4-mapped one is reached by IPv4. */
const destination = (socket: Socket, host: Local['host']): Local['host'] => {
  if (socket.family !== families.AF_INET6) return inetDestination(socket, host)
  if (isMapped(host)) return unmapped(host)
  return host === '::' && isMapped(ownHost(socket) ?? '::') ? '127.0.0.1' : '::1'
}

/** A socket bound to a v4-mapped address does not reach IPv6; what the stack answers is not for the model to say. */
const isStranded = (socket: Socket, to: Local['host']): boolean =>
  isMapped(ownHost(socket) ?? '::') && reachesInet6(to)

const refuse = (state: State, { id, socket }: FoundSocket, to: Local): readonly Branch[] => {
  const mapped = socket.family === families.AF_INET6 && isInetHost(to.host)
  const { local, far } = narrowed(socket, id, to.host)
  const change = { ...unconnected, ...withoutConnection({ ...socket, local }), far, error: null, mapped }
  const next = withSocket(state, id, change)
  if (!socket.options.fastopenConnect) return fail(next, 'ECONNREFUSED', 'connect.refused')
  return [
    ...fail(next, 'ECONNREFUSED', 'connect.refused'),
    ...ok(withSocket(next, id, { refused: true }), 'connect.deferred'),
  ]
}

/**
 * A connection to itself: where it may not send, it is finished before it is there (tcp_input.c: tcp_rcv_state_process(), case
 * TCP_SYN_RECV), and waits without a socket.
 */
const meetItself = (
  connected: State,
  before: State,
  { id, socket }: FoundSocket,
  to: Local,
): readonly Branch[] => {
  if (socket.transport !== 'tcp') return unmodelled('connect.itself')
  if (!socket.shut.wr) return ok(withSocket(connected, id, { other: id }), 'connect.to-itself')
  const spent = [...before.spent, to.port]
  const next = withSocket({ ...before, spent }, id, {
    ...unconnected,
    ...withoutConnection(socket),
    ...{ far: keptAs(socket, to.host), error: null },
  })
  return fail(next, 'ECONNABORTED', 'connect.to-itself-shut')
}

/**
 * In repair mode nobody is asked: there is a connection at once, whoever is there (tcp_output.c: tcp_connect()).
 */
const repaired = (state: State, { id, socket }: FoundSocket, to: Local): readonly Branch[] => {
  const { local, options } = socket
  if (options.fastopenConnect || sharesConnection(state, id, to)) return unmodelled('connect.repair')
  if (local !== null && state.spent.includes(local.port)) return unmodelled('connect.repair')
  const connected = withSocket(state, id, {
    ...unconnected,
    ...{ phase: 'connected', ...narrowed(socket, id, to.host), stale: null, peer: to, shut: socket.shut },
  })
  return ok(connected, 'connect.repair')
}

/** A connection to itself is found before a listener on the same port (inet_hashtables.c: __inet_lookup). */
const establish = (state: State, found: FoundSocket, to: Local): readonly Branch[] => {
  const { id, socket } = found
  const local = socket.local ?? anywhere(socket, id)
  const isOverInet = socket.family === families.AF_INET6 && isInetHost(to.host)
  // The address stays there all the same (tcp_ipv6.c: tcp_v6_connect(), sk_v6_daddr).
  if (isOverInet && socket.options.v6Only)
    return fail(withSocket(state, id, { far: keptAs(socket, to.host) }), 'ENETUNREACH', 'connect.v6only')
  if (isStranded(socket, to.host) || state.inner.includes(to.port)) return unmodelled('connect.stranded')
  if (socket.options.repair) return repaired(state, found, to)
  if (socket.refused) return unmodelled('connect.refused-again')
  if (socket.mapped && !isOverInet) return unmodelled('connect.after-inet')
  // The same connection may have been there before, and still wait (tcp_ipv4.c: tcp_twsk_unique).
  if (socket.local !== null && state.spent.includes(socket.local.port)) return unmodelled('port.spent')
  const [listener, ...others] = listenersAt(state, socket, to)
  if (others.length > 0 || sharesConnection(state, id, to)) return unmodelled('connect.shared')
  // An accepted socket that was dissolved keeps ::1, and is at 127.0.0.6 for IPv4 then (tcp_ipv6.c: tcp_v6_syn_recv_sock, LOOPBACK4_IPV6).
  const isFromElsewhere = isOverInet && local.host === '::1'
  if (isFromElsewhere && (listener !== undefined || socket.transport !== 'tcp'))
    return unmodelled('connect.elsewhere')
  const connected = withSocket(state, id, {
    ...unconnected,
    ...{ phase: 'connected', ...narrowed(socket, id, to.host), stale: null, peer: to },
    ...{ shut: socket.shut, error: null },
  })
  const isItself = socket.local?.port === to.port && sourceFor(socket, to.host) === to.host
  if (isItself) return meetItself(connected, state, found, to)
  if (listener === undefined) return refuse(state, found, to)
  const at = state.sockets[listener]
  if (at === undefined || at.refused) return unmodelled('connect.refused-again')
  if (at.mapped && reachesInet6(to.host)) return unmodelled('connect.after-inet')
  if (!isFull(at)) return ok(join(connected, id, listener, to), 'connect.ok')
  // Of those who wait one may not have come yet.
  return state.unsettled.includes(listener) ? unmodelled('socket.unsettled') : wait(state, found, listener)
}

/**
 * Who asks a listener that takes nobody is not answered, waits as long as it has patience, and asks again (tcp_input.c:
 * tcp_conn_request(), "sk_acceptq_is_full"): what comes of both is not for the model to say.
 */
const wait = (state: State, { id, socket }: FoundSocket, listener: number): readonly Branch[] => {
  if (socket.transport !== 'tcp' || state.sockets[listener]?.transport !== 'tcp')
    return unmodelled('connect.queue')
  const next = { ...state, unsettled: [...state.unsettled, id, listener] }
  return fail(next, 'EINPROGRESS', 'connect.queue-full')
}

const endings: readonly ClauseId[] = [
  'connect.ok',
  'connect.refused',
  'connect.to-itself',
  'connect.to-itself-shut',
]

/** Whoever does not wait is told that a connection begins; how it ends is not for the model to say. */
const begun = (branch: Branch, id: number): Branch => {
  const { clause, next } = branch
  if (!endings.includes(clause)) return branch
  const unsettled = [...next.unsettled, id]
  return { outcome: 'EINPROGRESS', clause: 'connect.begun', next: { ...next, unsettled } }
}

/** connect(2) of a stream of IP, after Landlock. */
export const connectStream = (
  state: State,
  found: FoundSocket,
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
  const branches = establish(state, found, { host: destination(socket, hostFor(socket, address)), port })
  return socket.flags.doesNotWait ? mapBranches(branches, branch => begun(branch, found.id)) : branches
}

/** With TCP_FASTOPEN_CONNECT, TCP asks for a cookie (tcp_fastopen.c: tcp_fastopen_defer_connect). */
const asking = (branch: Branch, { id, socket }: FoundSocket): Branch => {
  const asked = socket.transport === 'tcp' && socket.phase === 'idle' && socket.options.fastopenConnect
  return asked && branch.next.sockets[id]?.phase === 'connected'
    ? { ...branch, next: withSocket(branch.next, id, { asked }) }
    : branch
}

/**
 * connect(2).
 * Order: the LSM hook, for UDP also the right to be given a port, and only then the stack.
 */
const connect = (target: Target, state: State, op: OpOf<'connect'>): readonly Branch[] => {
  const process = processOf(state, op)
  const found = socketOf(state, op)
  if (process === undefined) return unmodelled('actor.none')
  if (found === undefined) return fail(state, 'EBADF', 'fd.not-open')
  return (
    callDenied(state, process, found.socket, 'connect') ?? connectTo(target, state, op, { process, found })
  )
}

/** What follows the designs' hooks; Fast Open comes here without them. */
const connectTo = (
  target: Target,
  state: State,
  op: OpOf<'connect'>,
  { process, found }: { readonly process: Process; readonly found: FoundSocket },
): readonly Branch[] => {
  const { socket } = found
  if (socket.transport === 'unix') return connectUnix(state, process, found, op.address)
  if (socket.transport === 'opaque') return connectOpaque(state, process, found, op)
  if (socket.transport === 'vsock') return connectVsock(state, found, op.address, placePort(state, op))
  const address = asInet(op.address)
  const port = portKey(state, op, address.port)
  const { layers } = process
  const judged = judge(state, { layers, socket, address, port, act: 'connect' }, target)
  const isGivenPort = judged.verdict === null && lengthOf(address) >= 2 && address.family !== 'AF_UNSPEC'
  const { verdict, seen } = isGivenPort ? judgeAutobind(judged.seen, { layers, socket }, target) : judged
  if (verdict !== null) return refused(seen, verdict)
  if (isUdp(socket.transport)) return connectDatagram(seen, found, address, port)
  return mapBranches(connectStream(seen, found, address, port), branch => asking(branch, found))
}

/** What the ops of this family do. */
export const steps = { connect }
