import { callDenied } from '../designs/calls.js'
import { type InetAddress, isRing, type OpOf, routeOf } from '../program.js'
import { isUdp } from '../right.js'
import type { Target } from '../target.js'
import type { Errno } from '../uapi/errno.js'
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
import { connectStream } from './connect.js'
import { withMore, withProbe } from './cork.js'
import { sendStream } from './data.js'
import { sendDatagram, sendUrgentDatagram } from './datagram.js'
import { judge, judgeAutobind, refuse } from './hook.js'
import { sendOpaque } from './opaque.js'
import type { Sent } from './other-stack.js'
import { asInet, lengthOf, portKey } from './ports.js'
import type { Layer, PortKey, Socket, State } from './state.js'
import { disconnect } from './streams.js'
import { isAddressed, sendUnix } from './unix-data.js'
import { sendVsock } from './vsock.js'
import { refuseZerocopy, withNotice } from './zerocopy.js'

/** MPTCP ends whatever its socket did when it cannot connect so, even that it listens (mptcp/protocol.c: mptcp_sendmsg_fastopen). */
const ended = (state: State, { id, socket }: FoundSocket): State =>
  socket.transport === 'mptcp' ? disconnect(state, id) : state

const failFastopen = (state: State, found: FoundSocket, errno: Errno, clause: ClauseId): readonly Branch[] =>
  fail(ended(state, found), errno, clause)

/**
 * With data on its way, who connects acknowledges only together with that, or a while later: where none may be sent, nobody knows when
 * the other end has its connection (tcp_input.c: tcp_rcv_synsent_state_process(), "Save one ACK").
 */
const withoutAck = (before: State, next: State): State => {
  const listener = next.sockets.findIndex((one, index) => one?.queue !== before.sockets[index]?.queue)
  return { ...next, unsettled: [...next.unsettled, listener] }
}

/**
 * The byte follows once there is a connection, which is never put off until then: only connect(2) waits for what is to be sent
 * (tcp_fastopen.c: tcp_fastopen_defer_connect, "fastopen_req").
 */
const afterConnect = (before: State, found: FoundSocket, branch: Branch): readonly Branch[] => {
  const { outcome, clause, next } = branch
  const socket = next.sockets[found.id]
  if (clause === 'connect.queue-full' || clause === 'connect.deferred')
    return unmodelled('send.fastopen-waits')
  if (outcome !== 'OK' || socket === undefined) {
    const isUnderWay = clause === 'connect.refused' || clause === 'connect.begun'
    return isUnderWay ? [branch] : [{ ...branch, next: ended(next, found) }]
  }
  return sendStream(next, { ...found, socket }).flatMap(sent =>
    sent.outcome === 'OK'
      ? ok(sent.next, 'send.fastopen')
      : [{ ...sent, next: withoutAck(before, sent.next) }],
  )
}

/**
 * sendto(2) with MSG_FASTOPEN on a stream, after Landlock: a connect by another name.
 * Order: the state of MPTCP, AF_UNSPEC, and then as connect(2), to which no address is one too short
 * (tcp.c: tcp_sendmsg_fastopen, mptcp/protocol.c: mptcp_sendmsg_fastopen).
 */
const sendFastopen = (
  state: State,
  found: FoundSocket,
  address: InetAddress | undefined,
  port: PortKey,
): readonly Branch[] => {
  const { transport, phase } = found.socket
  if (transport === 'mptcp' && phase === 'connected') return fail(state, 'EINVAL', 'send.fastopen-connected')
  const isUnspec = address?.family === 'AF_UNSPEC' && lengthOf(address) >= 2
  if (found.socket.asked && !isUnspec) return fail(state, 'EALREADY', 'send.fastopen-again')
  if (address === undefined) {
    return phase === 'idle'
      ? failFastopen(state, found, 'EINVAL', 'send.fastopen-nowhere')
      : failFastopen(state, found, 'EISCONN', 'connect.busy')
  }
  if (isUnspec) return failFastopen(state, found, 'EOPNOTSUPP', 'send.fastopen-unspec')
  return mapBranches(connectStream(state, found, address, port), branch => afterConnect(state, found, branch))
}

/** An address of no length is none to sendmsg(2), which is also what a ring does that copies (socket.c: __copy_msghdr). */
const isWithoutLength = (op: OpOf<'sendto'>): boolean => {
  const { via, address } = op
  const route = routeOf(op)
  const isByRing = route !== undefined && route !== 'io_uring_zc' && isRing(route)
  const isMessage = via === 'sendmsg' || via === 'sendmmsg' || isByRing
  return isMessage && address !== undefined && 'length' in address && address.length === 0
}

type SentBy = { readonly layers: readonly Layer[]; readonly socket: Socket; readonly isFastopen: boolean }

/** Landlock looks at the address of a datagram, and of Fast Open on kernels that see it as a connect. */
const judgeSend = (
  target: Target,
  state: State,
  { layers, socket, isFastopen }: SentBy,
  { address, port }: { readonly address: InetAddress | undefined; readonly port: PortKey },
): ReturnType<typeof judge> => {
  const unseen = { verdict: null, seen: state }
  if (isUdp(socket.transport)) {
    const judged = address ? judge(state, { layers, socket, address, port, act: 'send' }, target) : unseen
    return judged.verdict === null ? judgeAutobind(judged.seen, { layers, socket }, target) : judged
  }
  const sees = isFastopen && target.behaviours.includes('fastopen_checked')
  return sees && address ? judge(state, { layers, socket, address, port, act: 'connect' }, target) : unseen
}

/** Where a flag changes nothing but what MSG_MORE does to a datagram: TCP may hold a byte back for that, and vsock look at others. */
const takesFlag = ({ transport }: Socket, flag: NonNullable<OpOf<'sendto'>['with']>): boolean =>
  isUdp(transport) || transport === 'unix' || (transport === 'tcp' && flag !== 'MSG_MORE')

/** splice(2) and sendfile(2), which send to the peer as send(2) does. */
const movesFile = ({ via }: OpOf<'sendto'>): boolean => via === 'splice' || via === 'sendfile'

const takesFile = ({ transport }: Socket): boolean => isUdp(transport) || transport === 'tcp'

/** One byte, or some, to an address or a peer. */
const send = (target: Target, state: State, op: OpOf<'sendto'>, sent: Sent): readonly Branch[] => {
  const process = processOf(state, op)
  const found = socketOf(state, op)
  if (process === undefined) return unmodelled('actor.none')
  if (found === undefined) return fail(state, 'EBADF', 'fd.not-open')
  const { socket } = found
  const refused = refuseZerocopy(state, found, op)
  if (refused !== null) return refused
  const denied = callDenied(state, process, socket, 'send')
  if (denied !== null) return denied
  if (op.with !== undefined && !takesFlag(socket, op.with)) return unmodelled('send.flag')
  if (movesFile(op) && !takesFile(socket)) return unmodelled('send.file')
  const { bytes, isUrgent = false } = sent
  if (socket.transport === 'opaque') return sendOpaque(state, process, found, { op, sent })
  const named = isWithoutLength(op) ? undefined : op.address
  const pieces = isUrgent ? 'urgent' : bytes
  if (socket.transport === 'unix') return sendUnix(state, process, found, { address: named, bytes: pieces })
  if (socket.transport === 'vsock')
    return isUrgent
      ? fail(state, 'EOPNOTSUPP', 'send.urgent-datagram')
      : sendVsock(state, found, isAddressed(named), bytes)
  const isStream = !isUdp(socket.transport)
  // MPTCP ignores what it does not know (mptcp/protocol.c: mptcp_sendmsg()).
  if (isStream && op.fastopen !== true)
    return sendStream(state, found, socket.transport === 'mptcp' ? bytes : pieces)
  const address = named && asInet(named)
  const port = address === undefined ? 0 : portKey(state, op, address.port)
  const by = { layers: process.layers, socket, isFastopen: op.fastopen === true }
  const { verdict, seen } = judgeSend(target, state, by, { address, port })
  if (verdict !== null) return refuse(seen, verdict)
  // In repair mode it is no connect (tcp.c: tcp_sendmsg_locked(), "tp->repair").
  if (isStream)
    return socket.options.repair ? sendStream(seen, found) : sendFastopen(seen, found, address, port)
  if (isUrgent) return sendUrgentDatagram(seen, found)
  if (op.with === 'MSG_PROBE') return withProbe(seen, found, sendDatagram(seen, found, address, port))
  if (op.with !== 'MSG_MORE') return sendDatagram(seen, found, address, port)
  return withMore(seen, found, (corked, one) => sendDatagram(corked, one, address, port))
}

/** sendto(2) of one byte. */
const sendto = (target: Target, state: State, op: OpOf<'sendto'>): readonly Branch[] => {
  const branches = send(target, state, op, { bytes: 1, isEcho: false })
  const found = socketOf(state, op)
  return found === undefined ? branches : withNotice(found, op, branches)
}

/** sendmsg(2): all buffers go at once, and control data is looked at after Landlock (socket.c: __sock_sendmsg, udp.c: udp_sendmsg). */
const sendmsg = (
  target: Target,
  state: State,
  { buffers, control: _, ...op }: OpOf<'sendmsg'>,
): readonly Branch[] =>
  send(target, state, { ...op, kind: 'sendto', via: 'sendmsg' }, { bytes: buffers, isEcho: false })

/** Eight bytes at once. */
const echo = (target: Target, state: State, op: OpOf<'echo'>): readonly Branch[] =>
  send(target, state, { ...op, kind: 'sendto' }, { bytes: 8, isEcho: true })

/** send(2) with MSG_OOB, of one byte that only streams know as urgent. */
const sendOob = (target: Target, state: State, op: OpOf<'send_oob'>): readonly Branch[] =>
  send(target, state, { ...op, kind: 'sendto' }, { bytes: 1, isEcho: false, isUrgent: true })

/** What the ops of this family do. */
export const steps = { sendto, sendmsg, send_oob: sendOob, echo }
