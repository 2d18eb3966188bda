import type { OpOf } from '../program.js'
import { families, protocols, socketTypes } from '../uapi/socket.js'
import { type Branch, type FoundSocket, unmodelled } from './branch.js'
import { isPrivileged, mayBind } from './capable.js'
import type { ClauseId } from './clauses.js'
import type { Sent } from './other-stack.js'
import { answerOf } from './other-stacks.js'
import { portKey } from './ports.js'
import { isSctp, strayed, withoutPeers } from './sctp.js'
import { connectSmc } from './smc.js'
import { type PortKey, type Process, type Socket, type State, withSocket } from './state.js'

/** The clauses of such calls. */
type OpaqueClause = Extract<ClauseId, `opaque.${string}`>

/** What the socket is after that call is not for the model to say. */
export const vague = (state: State, { id, socket }: FoundSocket): State =>
  withSocket(isSctp(socket) ? withoutPeers(state, id) : state, id, { refused: true })

/**
 * A call on a socket that no right is about: whatever its stack answers, but a denial.
 * The laws compare such calls in a sandbox with the same ones outside of it.
 */
export const notJudged = (state: State, clause: OpaqueClause): readonly Branch[] => [
  { outcome: '!EACCES', clause, next: state },
]

/** A raw socket of that protocol is one of IP. */
const isSmc = ({ family, type, protocol }: Socket): boolean =>
  type === socketTypes.SOCK_STREAM && (family === families.AF_SMC || protocol === protocols.IPPROTO_SMC)

/** SMC binds a TCP socket of its own (net/smc/af_smc.c: smc_bind). */
const bound = (state: State, socket: Socket, port: PortKey): State => {
  const low = state.low || isPrivileged(port)
  if (isSctp(socket)) return strayed({ ...state, low }, port)
  return isSmc(socket) ? { ...state, low, inner: [...state.inner, port] } : { ...state, low }
}

/** Stacks with ports ask for a capability for low ones: what other stacks answer then is not for the model to say. */
export const bindOpaque = (
  state: State,
  { process, found }: { readonly process: Process; readonly found: FoundSocket },
  op: OpOf<'bind'> | OpOf<'bindx' | 'connectx'>,
  clause: 'opaque.bind' | 'opaque.bindx',
): readonly Branch[] => {
  const answer = op.kind === 'bind' ? answerOf('bind', { state, found, op }) : null
  if (answer !== null) return answer
  const { socket } = found
  const port = 'port' in op.address ? portKey(state, op, op.address.port) : 0
  return mayBind(state, process, socket, port)
    ? notJudged(bound(vague(state, found), socket, port), clause)
    : unmodelled('opaque.low')
}

/** A descriptor of SMC may be one of that TCP socket from now on, which Landlock judges (smc_switch_to_fallback, "private_data"). */
export const withFallback = (state: State, { id, socket }: FoundSocket): State =>
  isSmc(socket) ? { ...state, unsettled: [...state.unsettled, id] } : state

/** It connects one as well (smc_connect, and smc_sendmsg for MSG_FASTOPEN): which listeners it reaches is not for the model to say. */
const connected = (state: State, { id, socket }: FoundSocket, port: PortKey): State => {
  if (isSctp(socket)) return strayed(state, port)
  if (!isSmc(socket)) return state
  const listeners = state.sockets.flatMap((one, id) => (one?.phase === 'listening' ? [id] : []))
  const ports = listeners.flatMap(id => state.sockets[id]?.local?.port ?? [])
  const unsettled = [...state.unsettled, ...listeners]
  return withFallback({ ...state, unsettled, inner: [...state.inner, ...ports] }, { id, socket })
}

/** SCTP asks for that capability once more when a connection begins (net/sctp/socket.c: sctp_connect_new_asoc). */
const reach = (
  state: State,
  { process, found }: { readonly process: Process; readonly found: FoundSocket },
  op: OpOf<'connect' | 'connectx' | 'sendto'>,
  clause: 'opaque.connect' | 'opaque.connectx' | 'opaque.sendto',
): readonly Branch[] =>
  state.low && !mayBind(state, process, found.socket, 1)
    ? unmodelled('opaque.low')
    : notJudged(connected(vague(state, found), found, portOf(state, op)), clause)

const portOf = (state: State, op: OpOf<'connect' | 'connectx' | 'sendto'>): PortKey =>
  op.address !== undefined && 'port' in op.address ? portKey(state, op, op.address.port) : 0

/** connect(2), or the same by an option of SCTP. */
export const connectOpaque = (
  state: State,
  process: Process,
  found: FoundSocket,
  op: OpOf<'connect' | 'connectx'>,
): readonly Branch[] => {
  if (op.kind === 'connectx') return reach(state, { process, found }, op, 'opaque.connectx')
  const answer = connectOther(state, found, op)
  return answer === null ? reach(state, { process, found }, op, 'opaque.connect') : answer
}

const connectOther = (state: State, found: FoundSocket, op: OpOf<'connect'>): readonly Branch[] | null => {
  if (!isSmc(found.socket)) return answerOf('connect', { state, found, op })
  return connectSmc(state, found, op.address, portOf(state, op))
}

/** So many bytes; SMC connects for MSG_FASTOPEN, and of an urgent byte nothing is told by the stack. */
export const sendOpaque = (
  state: State,
  process: Process,
  found: FoundSocket,
  { op, sent }: { readonly op: OpOf<'sendto'>; readonly sent: Sent },
): readonly Branch[] => {
  const answer = sent.isUrgent === true ? null : answerOf('sendto', { state, found, op }, sent)
  return answer === null ? reach(state, { process, found }, op, 'opaque.sendto') : answer
}

/** Whether a call made a socket is not known: there may be one now, or none. */
export const perhaps = (branches: readonly Branch[], next: State): readonly Branch[] => [
  ...branches,
  ...branches.map(branch => ({ ...branch, next })),
]
