import type { Address, InetAddress, Op } from '../program.js'
import { families, protocols, socketTypes } from '../uapi/socket.js'
import { alg } from './alg.js'
import { type Branch, type FoundSocket, fail, ok, processOf } from './branch.js'
import {
  inetOf,
  type OtherCall,
  type OtherCallName,
  type OtherStack,
  plainInet,
  type Sent,
} from './other-stack.js'
import { packet } from './packet.js'
import { peerOther, ping, reuseOther } from './ping.js'
import { lengthOf, portKey } from './ports.js'
import { raw } from './raw.js'
import { isSctp, sctp } from './sctp.js'
import { type Socket, type State, withSocket } from './state.js'

/** Zeros, as every part of the address of the kernel's own end of netlink is. */
const isKernel = (inet: InetAddress | undefined): boolean =>
  inet?.family === 'AF_NETLINK' && inet.host === '0.0.0.0' && inet.port === 0 && inet.length === undefined

const withPort = (state: State, { id }: FoundSocket): State =>
  withSocket(state, id, { local: { host: 'netlink', port: 0 } })

/** Messages to the kernel that are none are taken and not answered (af_netlink.c: netlink_rcv_skb). */
const netlink: OtherStack = {
  bind({ state, found, inet }) {
    if (!isKernel(inet)) return null
    return found.socket.local === null
      ? ok(withPort(state, found), 'netlink.bind')
      : fail(state, 'EINVAL', 'netlink.bound')
  },
  connect: ({ state, found, inet }) =>
    isKernel(inet) ? ok(withPort(state, found), 'netlink.connect') : null,
  sendto: ({ state, found, address, inet }) =>
    address === undefined || isKernel(inet) ? ok(withPort(state, found), 'netlink.send') : null,
  recv: ({ state }) => fail(state, 'EAGAIN', 'recv.nothing'),
  getpeername: ({ state }) => ok(state, 'netlink.peer'),
  setsockopt: reuseOther,
}

/** A name of a service: TIPC_SERVICE_ADDR with its scope stands where IP has a port, and the type where it has a host. */
const isService = (inet: InetAddress | undefined): inet is InetAddress =>
  inet?.family === 'AF_TIPC' && inet.port === 0x0202 && inet.length === undefined

/**
 * Types up to TIPC_RESERVED_TYPES are the stack's own, which it says as a denial would, whatever the socket does (net/tipc/socket.c: tipc_bind),
 * of a service or of a range of them: where IPv4 has the host, or IPv6 zeros.
 */
export const isReserved = (address: Address | undefined): boolean => {
  const inet = inetOf(address)
  if (inet?.family !== 'AF_TIPC' || lengthOf(inet) < 16) return false
  const kind = Number(inet.port) >> 8
  return (kind === 1 || kind === 2) && (inet.host === '0.0.0.0' || inet.host.includes(':'))
}

const tipc: OtherStack = {
  bind: ({ state, inet }) => (isService(inet) && inet.host === '127.0.0.1' ? ok(state, 'tipc.bind') : null),
  setsockopt: reuseOther,
}

/** RDS keeps no ports apart by network. */
const isBusy = (state: State, { id }: FoundSocket, port: unknown): boolean =>
  state.nets.length > 1 ||
  state.sockets.some(
    (one, index) =>
      index !== id && one?.family === families.AF_RDS && (one.refused || one.local?.port === port),
  )

const asInet = (socket: Socket): Socket => ({ ...socket, family: families.AF_INET })

const rds: OtherStack = {
  bind({ state, found, inet, port }) {
    const own = plainInet(asInet(found.socket), inet)
    if (own === null || port === 0) return null
    if (found.socket.local !== null) return fail(state, 'EINVAL', 'rds.bound')
    if (isBusy(state, found, port)) return null
    return ok(withSocket(state, found.id, { local: { host: own.host, port } }), 'rds.bind')
  },
  connect({ state, found, inet, port }) {
    const own = plainInet(asInet(found.socket), inet)
    if (own === null || port === 0) return null
    const peer = { host: own.host, port }
    return ok(withSocket(state, found.id, { phase: 'connected', peer }), 'rds.connect')
  },
  recv: ({ state }) => fail(state, 'EAGAIN', 'recv.nothing'),
  getpeername: peerOther,
  setsockopt: reuseOther,
}

type StackName = 'sctp' | 'sctpMany' | 'ping' | 'raw' | 'packet' | 'netlink' | 'alg' | 'tipc' | 'rds'

const stacks: Readonly<Record<StackName, OtherStack>> = {
  sctp,
  sctpMany: sctp,
  ping,
  raw,
  packet,
  netlink,
  alg,
  tipc,
  rds,
}

const noConnections = ['listen', 'accept'] as const

/** The calls that a stack has not at all (net/core/sock.c: sock_no_listen(), sock_no_connect()…). */
const without: Readonly<Record<StackName, readonly OtherCallName[]>> = {
  sctp: [],
  // All associations are on the one socket (net/sctp/socket.c: sctp_accept(), "sctp_style(sk, TCP)").
  sctpMany: ['accept'],
  ping: noConnections,
  raw: noConnections,
  packet: [...noConnections, 'connect', 'shutdown', 'getpeername'],
  netlink: [...noConnections, 'shutdown'],
  alg: ['listen', 'connect', 'shutdown', 'getpeername'],
  tipc: [],
  // Each send has a flag of which RDS knows nothing (net/rds/send.c: rds_sendmsg(), MSG_NOSIGNAL).
  rds: [...noConnections, 'shutdown', 'sendto'],
}

const byFamily: Readonly<Record<number, StackName>> = {
  [families.AF_PACKET]: 'packet',
  [families.AF_ALG]: 'alg',
  [families.AF_TIPC]: 'tipc',
  [families.AF_RDS]: 'rds',
}

const pingProtocol: Readonly<Record<number, number>> = {
  [families.AF_INET]: protocols.IPPROTO_ICMP,
  [families.AF_INET6]: protocols.IPPROTO_ICMPV6,
}

/** SOCK_PACKET has addresses of its own. */
const stackOf = ({ family, type, protocol }: Socket): StackName | undefined => {
  if (type === socketTypes.SOCK_PACKET) return undefined
  if (family === families.AF_NETLINK) return protocol === 0 ? 'netlink' : undefined
  const icmp = pingProtocol[family]
  if (icmp === undefined) return byFamily[family]
  // A packet has no room for more (ipv6/raw.c: rawv6_sendmsg(), "proto > 255").
  if (type === socketTypes.SOCK_RAW) return protocol > 255 ? undefined : 'raw'
  if (isSctp({ family, type, protocol })) return type === socketTypes.SOCK_STREAM ? 'sctp' : 'sctpMany'
  return protocol === icmp ? 'ping' : undefined
}

const isDatagram = ({ type }: Socket): boolean =>
  type === socketTypes.SOCK_DGRAM || type === socketTypes.SOCK_RDM

const lacks = (name: StackName, socket: Socket, call: OtherCallName): boolean =>
  without[name].includes(call) || (isDatagram(socket) && noConnections.some(one => one === call))

const hashOf = (address: Address | undefined): string | undefined =>
  address !== undefined && 'hash' in address ? address.hash : undefined

const addressIn = (op: Op): Address | undefined => ('address' in op ? op.address : undefined)

/**
 * A call on a socket of a stack that no right is about: the one outcome that the stack gives, or none where the model knows no more than
 * that it is no denial; what the socket is then, it does not know either.
 */
export const answerOf = (
  call: OtherCallName,
  { state, found, op }: Pick<OtherCall, 'state' | 'found' | 'op'>,
  sent: Sent = { bytes: 0, isEcho: false },
): readonly Branch[] | null => {
  const { socket } = found
  const name = stackOf(socket)
  const process = processOf(state, op)
  if (name === undefined || process === undefined) return null
  if (lacks(name, socket, call)) return fail(state, 'EOPNOTSUPP', 'other.no-call')
  const address = addressIn(op)
  const inet = inetOf(address)
  if (name === 'tipc' && call === 'bind' && isReserved(address)) return fail(state, 'EACCES', 'tipc.reserved')
  if (socket.refused) return null
  const port = address !== undefined && 'port' in address ? portKey(state, op, address.port) : 0
  const seen = { address, inet, hash: hashOf(address), port }
  return stacks[name][call]?.({ state, process, found, op, ...seen, sent }) ?? null
}
