import { callDenied } from '../designs/calls.js'
import type { OpOf } from '../program.js'
import { isUdp } from '../right.js'
import { has, type Target } from '../target.js'
import { ruleTypes } from '../uapi/landlock.js'
import { families } from '../uapi/socket.js'
import { type Branch, type FoundSocket, fail, ok, processOf, socketOf, unmodelled, value } from './branch.js'
import { isCapable } from './capable.js'
import { setCork } from './cork.js'
import { isMapped, reachesInet6, unmapped } from './hosts.js'
import { bindOpaque, connectOpaque, notJudged, vague, withFallback } from './opaque.js'
import { answerOf } from './other-stacks.js'

import { isClosed } from './sockets.js'
import { type Process, type Socket, type SocketOptions, type State, withSocket } from './state.js'
import { isOddByRing, setZerocopy } from './zerocopy.js'

const set = (state: State, { id, socket }: FoundSocket, change: Partial<SocketOptions>): readonly Branch[] =>
  ok(withSocket(state, id, { options: { ...socket.options, ...change } }), 'option.ok')

/** Connections that wait have the options that their listener had when they came (sock.c: sk_clone_lock): who shares its port then is not for the model to say. */
const setReuse = (state: State, found: FoundSocket, change: Partial<SocketOptions>): readonly Branch[] =>
  found.socket.queue.length > 0 || found.socket.options.repair
    ? unmodelled('option.reuse')
    : set(state, found, change)

const setV6Only = (state: State, found: FoundSocket, value: number): readonly Branch[] => {
  const { family, local } = found.socket
  if (family !== families.AF_INET6) return fail(state, 'ENOPROTOOPT', 'option.not-inet6')
  if (local !== null) return fail(state, 'EINVAL', 'option.v6only-bound')
  return set(state, found, { v6Only: value !== 0 })
}

/**
 * IPV6_ADDRFORM makes an IPv4 socket of an IPv6 one that is connected to a v4-mapped address.
 * Order: another family than AF_INET, a datagram that is held back, not connected, then what it is connected to (ipv6_sockglue.c: do_ipv6_setsockopt).
 */
const setAddrForm = (state: State, { id, socket }: FoundSocket, value: number): readonly Branch[] => {
  if (socket.family !== families.AF_INET6) return fail(state, 'ENOPROTOOPT', 'option.not-inet6')
  if (value !== families.AF_INET) return fail(state, 'EINVAL', 'option.addrform-family')
  if (socket.pending !== null && reachesInet6(socket.pending.host))
    return fail(state, 'EBUSY', 'option.addrform-corked')
  if (socket.phase !== 'connected' || socket.link !== 'open')
    return fail(state, 'ENOTCONN', 'option.addrform-idle')
  const { local: at, far: other } = socket
  if (at === null || !isMapped(at.host)) return fail(state, 'EADDRNOTAVAIL', 'option.addrform-inet6')
  const local = { ...at, host: unmapped(at.host) }
  const far = other === null ? null : unmapped(other)
  return ok(
    withSocket(state, id, { family: families.AF_INET, local, far, home: null, refused: true }),
    'option.addrform',
  )
}

const setFastopenConnect = (state: State, found: FoundSocket, value: number): readonly Branch[] => {
  if (value < 0 || value > 1) return fail(state, 'EINVAL', 'option.fastopen-value')
  if (!isClosed(found.socket)) return fail(state, 'EINVAL', 'option.fastopen-state')
  return set(state, found, { fastopenConnect: value === 1 })
}

/**
 * SCTP asks the hook sctp_bind_connect, which Landlock has not: what no right is about goes its way by these as well.
 * They are options all the same, so whoever judges setsockopt(2) judges them (net/socket.c: do_sock_setsockopt()).
 */
const sctpOption = (_target: Target, state: State, op: OpOf<'bindx' | 'connectx'>): readonly Branch[] => {
  const found = socketOf(state, op)
  if (found === undefined) return fail(state, 'EBADF', 'fd.not-open')
  const process = processOf(state, op)
  if (process === undefined || found.socket.transport !== 'opaque') return unmodelled('option.sctp')
  const denied = callDenied(state, process, found.socket, 'setsockopt')
  if (denied !== null) return denied
  return op.kind === 'bindx'
    ? bindOpaque(state, { process, found }, op, 'opaque.bindx')
    : connectOpaque(state, process, found, op)
}

const setFastopen = (state: State, found: FoundSocket, value: number): readonly Branch[] => {
  const { phase } = found.socket
  if (value < 0) return fail(state, 'EINVAL', 'option.fastopen-value')
  if (phase === 'connected' && !isClosed(found.socket)) return fail(state, 'EINVAL', 'option.fastopen-state')
  return ok(state, 'option.ok')
}

/**
 * TCP_REPAIR shares the port of its socket with everybody, until it is taken back (tcp.c: do_tcp_setsockopt(), SK_FORCE_REUSE). What a connected socket
 * does then is not for the model to say.
 */
const setRepair = (state: State, process: Process, found: FoundSocket, value: number): readonly Branch[] => {
  const { phase, net, refused, options } = found.socket
  if (phase === 'listening' || !isCapable(process, state.nets[net] ?? 0, 'CAP_NET_ADMIN'))
    return fail(state, 'EPERM', 'option.repair-not-permitted')
  if (value < -1 || value > 1) return fail(state, 'EINVAL', 'option.repair-value')
  if (phase === 'connected' || found.socket.queue.length > 0) return unmodelled('option.repair')
  const repair = value === 1
  const change = {
    options: { ...options, repair, reuseAddr: repair },
    refused: repair || (refused && !options.repair),
  }
  return ok(withSocket(state, found.id, change), 'option.repair')
}

/** Options of which MPTCP has none (net/mptcp/sockopt.c: mptcp_supported_sockopt()). */
const isNoneOfMptcp = ({ option }: OpOf<'setsockopt'>): boolean =>
  option === 'UDP_CORK' || option === 'TCP_REPAIR'

/** Whether a UNIX socket takes SO_REUSEPORT, which decides nothing for it, is another thing from release to release (sock.c: sk_setsockopt). */
const setOnUnix = (state: State, { option, value }: OpOf<'setsockopt'>): readonly Branch[] => {
  if (option === 'SO_REUSEPORT' && value !== 0) return unmodelled('option.unix-reuseport')
  return option.startsWith('SO_') ? ok(state, 'option.ok') : fail(state, 'EOPNOTSUPP', 'option.unix')
}

/** The same of vsock, which answers otherwise to the options of others (af_vsock.c: vsock_connectible_setsockopt). */
const setOnVsock = (state: State, { option, value }: OpOf<'setsockopt'>): readonly Branch[] => {
  if (option === 'SO_REUSEPORT' && value !== 0) return unmodelled('option.unix-reuseport')
  return option.startsWith('SO_') ? ok(state, 'option.ok') : fail(state, 'ENOPROTOOPT', 'option.vsock')
}

/** MPTCP hands an option to its first subflow, which it makes for that, and takes none once it has further ones (net/mptcp/sockopt.c). */
const isLate = ({ transport, phase }: Socket): boolean => transport === 'mptcp' && phase === 'connected'

/** Connected to TCP it is TCP but for its name, and its one subflow takes what is none of the socket layer (mptcp_setsockopt(), __mptcp_tcp_fallback()). */
const setLate = (
  state: State,
  { family, other }: Socket,
  option: OpOf<'setsockopt'>['option'],
): readonly Branch[] => {
  if (option !== 'IPV6_V6ONLY' || family === families.AF_INET6)
    return fail(state, 'EINVAL', 'option.mptcp-connected')
  const peer = other === null ? undefined : state.sockets[other]
  if (peer === undefined) return unmodelled('option.mptcp-alone')
  return peer.transport === 'tcp'
    ? fail(state, 'ENOPROTOOPT', 'option.not-inet6')
    : fail(state, 'EINVAL', 'option.mptcp-connected')
}

/** An option of TCP makes a socket of SMC one of TCP (af_smc.c: smc_setsockopt). */
const setOnOpaque = (state: State, found: FoundSocket, op: OpOf<'setsockopt'>): readonly Branch[] => {
  const answer = answerOf('setsockopt', { state, found, op })
  if (answer !== null) return answer
  const next = vague(state, found)
  return op.option.startsWith('TCP_')
    ? notJudged(withFallback(next, found), 'opaque.setsockopt')
    : notJudged(next, 'opaque.setsockopt')
}

/** setsockopt(2): merged Landlock has no hook there, and no option lifts a restriction. */
const setsockopt = (target: Target, state: State, op: OpOf<'setsockopt'>): readonly Branch[] => {
  const found = socketOf(state, op)
  if (found === undefined) return fail(state, 'EBADF', 'fd.not-open')
  const process = processOf(state, op)
  if (process === undefined) return unmodelled('actor.none')
  if (isOddByRing(op, found.socket)) return unmodelled('option.ring')
  const denied = callDenied(state, process, found.socket, 'setsockopt')
  if (denied !== null) return denied
  const { transport } = found.socket
  if (op.option === 'SO_ZEROCOPY') return setZerocopy(state, found, op.value)
  if (transport === 'opaque') return setOnOpaque(state, found, op)
  if (transport === 'unix') return setOnUnix(state, op)
  if (transport === 'vsock') return setOnVsock(state, op)
  if (transport === 'mptcp' && (op.option === 'IPV6_ADDRFORM' || op.option.startsWith('IP_')))
    return unmodelled('option.mptcp-level')
  if (transport === 'mptcp' && isNoneOfMptcp(op)) return fail(state, 'ENOPROTOOPT', 'option.mptcp-none')
  if (isLate(found.socket)) return setLate(state, found.socket, op.option)
  if (isUdp(transport) && op.option.startsWith('TCP_')) return fail(state, 'ENOPROTOOPT', 'option.not-tcp')
  if (!isUdp(transport) && op.option.startsWith('UDP_')) return fail(state, 'ENOPROTOOPT', 'option.not-udp')
  switch (op.option) {
    case 'SO_REUSEADDR':
      return setReuse(state, found, { reuseAddr: op.value !== 0 })
    case 'SO_REUSEPORT':
      return setReuse(state, found, { reusePort: op.value !== 0 })
    case 'IPV6_V6ONLY':
      return setV6Only(state, found, op.value)
    case 'IPV6_ADDRFORM':
      return setAddrForm(state, found, op.value)
    case 'TCP_FASTOPEN_CONNECT':
      return setFastopenConnect(state, found, op.value)
    case 'TCP_FASTOPEN':
      return setFastopen(state, found, op.value)
    case 'TCP_REPAIR':
      return setRepair(state, process, found, op.value)
    case 'UDP_CORK':
      return setCork(state, found, op.value !== 0)
    case 'IP_LOCAL_PORT_RANGE':
      return setRange(target, state, op.value >>> 0)
    case 'IP_BIND_ADDRESS_NO_PORT':
      return set(state, found, { portless: op.value !== 0 })
  }
}

/**
 * IP_LOCAL_PORT_RANGE, the lower end in the lower half: where the kernel chooses a port from, of which Landlock sees nothing. Kernels have it
 * from 6.3 on, and all that have rights of the network do.
 */
const setRange = (target: Target, state: State, value: number): readonly Branch[] => {
  if (!has(target, ruleTypes.net_port)) return unmodelled('option.range')
  const [low, high] = [value & 0xffff, value >>> 16]
  if (low !== 0 && high !== 0 && low > high) return fail(state, 'EINVAL', 'option.range')
  return within(high, lastPort) - within(low, firstPort) < fewPorts
    ? unmodelled('option.range')
    : ok(state, 'option.ok')
}

/** What ip_local_port_range is in every new network, beyond which an end is not looked at (inet_connection_sock.c: inet_sk_get_local_port_range). */
const [firstPort, lastPort] = [32768, 60999]

const within = (port: number, otherwise: number): number =>
  port >= firstPort && port <= lastPort ? port : otherwise

/** A program takes no more. */
const fewPorts = 100

/** getsockopt(2) of SO_TYPE, which every socket answers. */
const getsockopt = (_target: Target, state: State, op: OpOf<'getsockopt'>): readonly Branch[] => {
  const found = socketOf(state, op)
  const process = processOf(state, op)
  if (process === undefined) return unmodelled('actor.none')
  if (found === undefined) return fail(state, 'EBADF', 'fd.not-open')
  if (isOddByRing(op, found.socket)) return unmodelled('option.ring')
  const denied = callDenied(state, process, found.socket, 'getsockopt')
  return denied ?? value(state, found.socket.type, 'option.type')
}

/** What the ops of this family do. */
export const steps = { setsockopt, getsockopt, bindx: sctpOption, connectx: sctpOption }
