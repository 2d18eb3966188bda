import { callDenied } from '../designs/calls.js'
import type { InetAddress, OpOf } from '../program.js'
import type { Target } from '../target.js'
import { families } from '../uapi/socket.js'
import { type Branch, type FoundSocket, fail, ok, processOf, socketOf, unmodelled } from './branch.js'
import { mayBind } from './capable.js'
import { judge, refuse } from './hook.js'
import { isAny, isMapped } from './hosts.js'
import { bindOpaque } from './opaque.js'
import {
  asInet,
  ephemeral,
  hostFor,
  isPerhapsTaken,
  isTaken,
  isUnclear,
  lengthOf,
  placePort,
  portKey,
} from './ports.js'
import { isClosed } from './sockets.js'
import { type Local, type Process, type Socket, type SocketOptions, type State, withSocket } from './state.js'
import { bindUnix } from './unix.js'
import { bindVsock } from './vsock.js'

/** inet_bind_sk() and inet6_bind_sk(): the length first, then the family. */
const checkAddress = (state: State, socket: Socket, address: InetAddress): readonly Branch[] | null => {
  const isInet6 = socket.family === families.AF_INET6
  if (lengthOf(address) < (isInet6 ? 24 : 16)) return fail(state, 'EINVAL', 'bind.short')
  const asInet = address.family === 'AF_UNSPEC' && !isInet6 && hostFor(socket, address) === '0.0.0.0'
  if (families[address.family] !== socket.family && !asInet) return fail(state, 'EAFNOSUPPORT', 'bind.family')
  return null
}

/** __inet6_bind(): an address that is neither any nor v4-mapped makes the socket one of IPv6 alone. */
const optionsAt = ({ options }: Socket, { host }: Local): SocketOptions =>
  host === '::1' ? { ...options, v6Only: true } : options

/** __inet_bind(): privileged port, socket already in use, port already in use. */
const bindPort = (
  state: State,
  process: Process,
  { id, socket }: FoundSocket,
  local: Local,
): readonly Branch[] => {
  const { port } = local
  if (!mayBind(state, process, socket, port)) return fail(state, 'EACCES', 'bind.privileged-port')
  if (!isClosed(socket) || socket.local !== null) return fail(state, 'EINVAL', 'bind.twice')
  // It kept an address, and goes on to keep whichever it has (SOCK_BINDADDR_LOCK): that is not for the model to say of any.
  if (socket.pinned !== null && isAny(local.host)) return unmodelled('bind.pinned')
  if (state.spent.includes(port) || state.inner.includes(port)) return unmodelled('port.spent')
  if (isMapped(local.host) && socket.options.v6Only) return fail(state, 'EINVAL', 'bind.v6only')
  if (isUnclear(state, id, local) || isPerhapsTaken(state, id, local)) return unmodelled('port.narrowed')
  if (isTaken(state, id, local) && !socket.options.repair) return fail(state, 'EADDRINUSE', 'bind.in-use')
  const pinned = isAny(local.host) ? null : local.host
  // Of IPv4 the address that it was connected to goes, of IPv6 it does not (af_inet.c: __inet_bind(), af_inet6.c: __inet6_bind()).
  const far = socket.family === families.AF_INET ? null : socket.far
  if (port === 0 && socket.options.portless)
    return ok(
      withSocket(state, id, { pinned, far, stale: null, options: optionsAt(socket, local) }),
      'bind.portless',
    )
  const change =
    port === 0 ? { local: { ...local, port: ephemeral(socket, id) }, pinned } : { local, home: local }
  return ok(
    withSocket(state, id, { ...change, far, options: optionsAt(socket, local), stale: null }),
    'bind.ok',
  )
}

/**
 * bind(2).
 * Order: the LSM hooks run before the family's own bind, so a denied bind to a busy port is EACCES, not EADDRINUSE.
 */
const bind = (target: Target, state: State, op: OpOf<'bind'>): readonly Branch[] => {
  const process = processOf(state, op)
  const found = socketOf(state, op)
  if (process === undefined) return unmodelled('actor.none')
  if (found === undefined) return fail(state, 'EBADF', 'fd.not-open')
  const { socket } = found
  const denied = callDenied(state, process, socket, 'bind')
  if (denied !== null) return denied
  if (socket.transport === 'unix') return bindUnix(state, process, found, op.address)
  if (socket.transport === 'opaque') return bindOpaque(state, { process, found }, op, 'opaque.bind')
  if (socket.transport === 'vsock') return bindVsock(state, found, op.address, placePort(state, op))
  const address = asInet(op.address)
  const port = portKey(state, op, address.port)
  const { layers } = process
  const { verdict, seen } = judge(state, { layers, socket, address, port, act: 'bind' }, target)
  if (verdict !== null) return refuse(seen, verdict)
  // Of MPTCP the state comes first (mptcp/protocol.c: mptcp_bind, __mptcp_nmpc_sk).
  if (socket.transport === 'mptcp' && socket.phase === 'connected') return fail(seen, 'EINVAL', 'bind.twice')
  const invalid = checkAddress(seen, socket, address)
  return invalid ?? bindPort(seen, process, found, { host: hostFor(socket, address), port })
}

/** What the ops of this family do. */
export const steps = { bind }
