import { creationDenied } from '../designs/calls.js'
import { hookKey } from '../designs/socket-create/model.js'
import type { SocketKind } from '../ops/values.js'
import type { Outcome } from '../outcome.js'
import type { Capability, OpOf } from '../program.js'
import type { Transport } from '../right.js'
import { closeOnExec, doNotWait, isPing, keyOf, type Numbers, numbers, typeIn } from '../socket-key.js'
import type { Creation, Target } from '../target.js'
import { families, protocols, socketTypes } from '../uapi/socket.js'
import { actorOf, type Branch, fail, ok, processOf, unmodelled } from './branch.js'
import { isCapable } from './capable.js'
import { allCapabilities } from './initial-state.js'
import { type DescriptorFlags, type Process, type Socket, type State, withNewSocket } from './state.js'

type Named = SocketKind

const isInet = (domain: number): boolean => domain === families.AF_INET || domain === families.AF_INET6

const unixTypes: readonly number[] = [
  socketTypes.SOCK_STREAM,
  socketTypes.SOCK_DGRAM,
  socketTypes.SOCK_SEQPACKET,
]

/** unix_create() makes datagrams of SOCK_RAW. */
const typeOf = ({ domain, type }: Numbers): number =>
  domain === families.AF_UNIX && type === socketTypes.SOCK_RAW ? socketTypes.SOCK_DGRAM : type

const vsockTypes: readonly number[] = [socketTypes.SOCK_STREAM, socketTypes.SOCK_SEQPACKET]

const transportOf = (named: Numbers): Transport => {
  const { domain, type, protocol } = named
  if (domain === families.AF_UNIX && unixTypes.includes(typeOf(named))) return 'unix'
  if (domain === families.AF_VSOCK && vsockTypes.includes(type)) return 'vsock'
  if (!isInet(domain)) return 'opaque'
  if (type === socketTypes.SOCK_STREAM && (protocol === 0 || protocol === protocols.IPPROTO_TCP)) return 'tcp'
  if (type === socketTypes.SOCK_STREAM && protocol === protocols.IPPROTO_MPTCP) return 'mptcp'
  if (type === socketTypes.SOCK_DGRAM && (protocol === 0 || protocol === protocols.IPPROTO_UDP)) return 'udp'
  if (type === socketTypes.SOCK_DGRAM && protocol === protocols.IPPROTO_UDPLITE) return 'udplite'
  return 'opaque'
}

const noOptions = {
  reuseAddr: false,
  reusePort: false,
  v6Only: false,
  fastopenConnect: false,
  portless: false,
  repair: false,
  corked: false,
  zerocopy: false,
} as const

const familyCount = Object.keys(families).length

const fresh = (named: Numbers, { layers, net }: Process): Socket => ({
  transport: transportOf(named),
  family: hookKey(named).domain,
  type: typeOf(named),
  protocol: named.protocol,
  net,
  domain: layers,
  // af_inet.c: inetsw_array[]; ipv6/ping.c: pingv6_protosw, INET_PROTOSW_REUSE.
  options: { ...noOptions, reuseAddr: isPing(named) },
  groups: [],
  flags: noFlags,
  local: null,
  home: null,
  pinned: null,
  stale: null,
  far: null,
  gaveBack: 0,
  queue: [],
  backlog: null,
  pending: null,
  ...unconnected,
  ...unowned,
  error: null,
  notices: 0,
  mapped: false,
  refused: false,
})

/** Nobody is sent signals. */
export const unowned = { owner: null, isAsync: false } as const satisfies Partial<Socket>

/** Of a connection there is nothing. */
export const unconnected = {
  phase: 'idle',
  peer: null,
  other: null,
  link: 'open',
  shut: { rd: false, wr: false },
  done: false,
  sent: 0,
  asked: false,
  inbox: 0,
  senders: [],
  urgent: null,
} as const satisfies Partial<Socket>

/** The one capability that some families ask for, over the network of the process. */
const askedFor: Readonly<Record<number, Capability>> = {
  [families.AF_INET]: 'CAP_NET_RAW',
  [families.AF_INET6]: 'CAP_NET_RAW',
  [families.AF_PACKET]: 'CAP_NET_RAW',
  [families.AF_XDP]: 'CAP_NET_RAW',
  [families.AF_KEY]: 'CAP_NET_ADMIN',
}

const created = (
  { root, dropped }: Creation,
  { nets }: State,
  process: Process,
  domain: number,
): Outcome | undefined => {
  const { capabilities, user, net } = process
  if (root === dropped || (user === 0 && capabilities.length === allCapabilities.length)) return root
  const capability = askedFor[domain]
  if (capability === undefined) return undefined
  return isCapable(process, nets[net] ?? 0, capability) ? root : dropped
}

/** SOCK_MAX of include/linux/net.h: types from here on do not exist. */
const typeCount = 11

/** Whether a stream has no connection and does not listen (TCP_CLOSE). */
export const isClosed = ({ phase, link }: Socket): boolean =>
  phase === 'idle' || (phase === 'connected' && link === 'closed')

/** Whether no further connection may wait: there is one more than the backlog says (include/net/sock.h: sk_acceptq_is_full). */
export const isFull = ({ backlog, queue }: Socket): boolean =>
  backlog !== null && backlog >= 0 && queue.length > backlog

/** What the kernel answers to a kind of socket, whatever flags it has; undefined where it was not asked. */
export const creationOf = ({ sockets }: Pick<Target, 'sockets'>, named: Named): Creation | undefined => {
  const asked = numbers(named)
  const type = typeIn(asked.type)
  return type === null ? undefined : sockets[keyOf({ ...asked, type })]
}

const flagsIn = (type: number): DescriptorFlags => ({
  closesOnExec: (type & closeOnExec) !== 0,
  doesNotWait: (type & doNotWait) !== 0,
})

/** No flags: what accept4(2) gives has none of its listener's. */
export const noFlags: DescriptorFlags = flagsIn(0)

/**
 * socket(2) up to what a family says.
 * Order: bits beyond those of a type (socket.c: __sys_socket_create), family out of range, type out of range
 * (socket.c: __sock_create), the creation hook, then the family itself.
 */
const socket = (target: Target, state: State, op: OpOf<'socket'>): readonly Branch[] => {
  const asked = numbers(op)
  const type = typeIn(asked.type)
  if (type === null) return fail(state, 'EINVAL', 'socket.unknown-type')
  const named = { ...asked, type }
  const { domain } = named
  if (domain < 0 || domain >= familyCount) return fail(state, 'EAFNOSUPPORT', 'socket.unknown-family')
  if (type >= typeCount) return fail(state, 'EINVAL', 'socket.unknown-type')
  const process = processOf(state, op)
  if (process === undefined) return unmodelled('actor.none')
  const denied = creationDenied(target, state, process, named)
  if (denied !== null) return denied
  const creation = creationOf(target, op)
  if (creation === undefined) return unmodelled('socket.unasked')
  const outcome = created(creation, state, process, domain)
  if (outcome === undefined) return unmodelled('socket.capability')
  if (outcome === 'OK' && isPing(named) && process.net !== 0)
    return fail(state, 'EACCES', 'socket.ping-in-new-network')
  if (outcome !== 'OK') return [{ outcome, clause: 'socket.as-without-sandbox', next: state }]
  const opened = { ...fresh(named, process), flags: flagsIn(asked.type) }
  return ok(withNewSocket(state, actorOf(op), op.as, opened), 'socket.as-without-sandbox')
}

/** socketpair(2), whose sockets are made before they are joined: of the families only UNIX (and TIPC) has pairs, the IP ones answer EOPNOTSUPP. */
const socketpair = (target: Target, state: State, op: OpOf<'socketpair'>): readonly Branch[] => {
  const named = numbers(op)
  const { domain, type, protocol } = named
  const process = processOf(state, op)
  if (process === undefined) return unmodelled('actor.none')
  const denied = creationDenied(target, state, process, named)
  if (denied !== null) return denied
  if (domain === families.AF_UNIX && protocol === 0 && unixTypes.includes(type))
    return ok(state, 'socketpair.unix')
  const transport = transportOf(named)
  if (transport === 'tcp' || transport === 'udp') return fail(state, 'EOPNOTSUPP', 'socketpair.inet')
  return unmodelled('socketpair.family')
}

/** The two ends have each other as peers, and no name (af_unix.c: unix_socketpair). */
const pair = (target: Target, state: State, op: OpOf<'pair'>): readonly Branch[] => {
  const asked = numbers({ domain: 'AF_UNIX', type: op.type, protocol: 0 })
  const type = typeIn(asked.type)
  const process = processOf(state, op)
  if (process === undefined) return unmodelled('actor.none')
  const named = { ...asked, type: type ?? asked.type }
  if (type === null || !unixTypes.includes(typeOf(named))) return unmodelled('socketpair.family')
  const denied = creationDenied(target, state, process, named)
  if (denied !== null) return denied
  const end = { ...fresh(named, process), flags: flagsIn(asked.type), phase: 'connected' } as const
  const actor = actorOf(op)
  const first = state.sockets.length
  const one = withNewSocket(state, actor, op.as, { ...end, other: first + 1 })
  return ok(withNewSocket(one, actor, op.other, { ...end, other: first }), 'socketpair.kept')
}

/** What the ops of this family do. */
export const steps = { socket, socketpair, pair }
