import { isRing, type OpOf, routeOf } from '../program.js'
import { isUdp } from '../right.js'
import { families, protocols } from '../uapi/socket.js'
import { type Branch, type FoundSocket, fail, mapBranches, ok, unmodelled } from './branch.js'
import type { ClauseId } from './clauses.js'
import { notJudged, vague } from './opaque.js'
import { type Socket, type State, withSocket } from './state.js'

/** By a request of its own, a ring sends without a copy whatever SO_ZEROCOPY says, and tells so itself. */
const isByRing = (op: OpOf<'sendto'>): boolean => routeOf(op) === 'io_uring_zc'

/** An accepted socket of a listener of MPTCP may be one of TCP that a ring does not take so (af_inet.c: __inet_accept(), "SOCK_SUPPORT_ZC"). */
const isOfMptcp = ({ protocol, phase }: Socket): boolean =>
  phase === 'connected' && protocol === protocols.IPPROTO_TCP

/** Two that tell of the same bytes in different ways do not go together (tcp.c: msg_zerocopy_realloc(); ip_output.c: __ip_append_data()). */
const isMixed = ({ transport, options, pending }: Socket): boolean =>
  transport === 'tcp' ? options.zerocopy : pending !== null

/** What a ring says to a send without a copy before Landlock is asked; null if nothing (io_uring/net.c: io_send_zc(), io_sendmsg_zc()). */
export const refuseZerocopy = (
  state: State,
  found: FoundSocket,
  op: OpOf<'sendto'>,
): readonly Branch[] | null => {
  if (!isByRing(op)) return null
  const { socket } = found
  switch (socket.transport) {
    case 'unix':
    case 'mptcp':
      return fail(state, 'EOPNOTSUPP', 'send.zerocopy-none')
    case 'opaque':
      return notJudged(vague(state, found), 'opaque.sendto')
    case 'vsock':
    case 'udplite':
      return unmodelled('send.zerocopy')
    case 'tcp':
    case 'udp':
      return isMixed(socket) || isOfMptcp(socket) ? unmodelled('send.zerocopy') : null
  }
}

/** Whether the error queue is to tell when the kernel needs the bytes no more. */
const asksForNotice = ({ options }: Socket, op: OpOf<'sendto'>): boolean =>
  op.with === 'MSG_ZEROCOPY' && options.zerocopy && !isByRing(op)

const left: readonly ClauseId[] = ['send.datagram', 'send.stream']

/**
 * A send with MSG_ZEROCOPY on a socket with SO_ZEROCOPY is told on its error queue once its bytes are copied or acknowledged; one that fails, and so one
 * that is denied, is not told (skbuff.c: msg_zerocopy_put_abort()).
 */
export const withNotice = (
  { socket, id }: FoundSocket,
  op: OpOf<'sendto'>,
  branches: readonly Branch[],
): readonly Branch[] => {
  if (!asksForNotice(socket, op)) return branches
  if (socket.options.corked || socket.pending !== null) return unmodelled('send.zerocopy')
  const notices = socket.notices + 1
  return mapBranches(branches, branch =>
    left.includes(branch.clause) ? ok(withSocket(branch.next, id, { notices }), 'send.zerocopy') : branch,
  )
}

/** Streams of TCP, datagrams of UDP, RDS and vsock (sock.c: sk_setsockopt(); af_vsock.c: vsock_connectible_setsockopt()). */
const hasZerocopy = ({ transport, family }: Socket): boolean =>
  transport === 'tcp' || transport === 'udp' || transport === 'vsock' || family === families.AF_RDS

/** SO_ZEROCOPY. */
export const setZerocopy = (state: State, { id, socket }: FoundSocket, value: number): readonly Branch[] => {
  const { transport, options, sent } = socket
  if (!hasZerocopy(socket)) return fail(state, 'EOPNOTSUPP', 'option.zerocopy-none')
  if (value < 0 || value > 1) return fail(state, 'EINVAL', 'option.zerocopy-value')
  // A ring may have sent without a copy what waits.
  if (transport === 'tcp' && value === 1 && sent > 0) return unmodelled('send.zerocopy')
  return ok(withSocket(state, id, { options: { ...options, zerocopy: value === 1 } }), 'option.ok')
}

/**
 * The error queue, which Landlock does not look at. Notices that follow each other are one (skbuff.c: skb_zerocopy_notify_extend()): those of datagrams
 * are there at once, and of those of a stream a later one may come later.
 */
export const recvNotice = (state: State, { id, socket }: FoundSocket): readonly Branch[] => {
  const { transport, notices } = socket
  if (transport !== 'tcp' && !isUdp(transport)) return unmodelled('recv.errors')
  if (notices === 0) return fail(state, 'EAGAIN', 'recv.no-notice')
  const rest = isUdp(transport) ? [0] : [...new Set([0, notices - 1])]
  return rest.flatMap(one => ok(withSocket(state, id, { notices: one }), 'recv.notice'))
}

/** Older kernels set options by a ring only where a socket has an ioctl(2) of its own (io_uring/cmd_net.c: io_uring_cmd_sock()). */
export const isOddByRing = (op: OpOf<'setsockopt' | 'getsockopt'>, { transport }: Socket): boolean => {
  const route = routeOf(op)
  return (
    route !== undefined && isRing(route) && transport !== 'tcp' && !isUdp(transport) && transport !== 'mptcp'
  )
}
