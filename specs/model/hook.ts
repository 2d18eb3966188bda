import type { InetAddress } from '../program.js'
import type { Act } from '../right.js'
import { rightFor } from '../rights.js'
import { has, isFixed, type Target } from '../target.js'
import type { Errno } from '../uapi/errno.js'
import { families } from '../uapi/socket.js'
import { type Denial, placesOf, portField, quietPort, withDenial } from './audit.js'
import { type Branch, fail } from './branch.js'
import type { ClauseId } from './clauses.js'
import { withLook } from './events.js'
import { isAny } from './hosts.js'
import { hostFor, lengthOf } from './ports.js'
import { netBit, netRightOf } from './rights.js'
import type { Layer, PortKey, Socket, State } from './state.js'

/** Landlock's answer before the stack is asked; null leaves the call to the stack. */
export type HookVerdict = {
  readonly errno: Errno
  readonly clause: ClauseId
  /** What is logged of it, if it is a denial. */
  readonly denial?: Denial
} | null

/** The call fails as the hook says. */
export const refuse = (
  state: State,
  { errno, clause, denial }: NonNullable<HookVerdict>,
): readonly Branch[] => fail(denial === undefined ? state : withDenial(state, denial), errno, clause)

/** A call that the hook sees. */
type Access = {
  readonly layers: readonly Layer[]
  readonly socket: Socket
  readonly address: InetAddress
  readonly port: PortKey
  readonly act: Act
}

/** The youngest layer that handles an access and does not grant it; a layer that does not handle it has no say. */
export const denier = (layers: readonly Layer[], access: number, port: PortKey): Layer | undefined =>
  layers.findLast(layer => (layer.handledNet & access) !== 0 && ((layer.rules.get(port) ?? 0) & access) === 0)

/** A right as records name it. */
export const blockerOf = (access: number): string => `net.${netRightOf(access)}`

/** Before erratum 1 was fixed, the rights of TCP were also about MPTCP (security/landlock/errata/abi-4.h). */
const isTcp = ({ transport }: Socket, target: Target): boolean =>
  transport === 'tcp' || (transport === 'mptcp' && !isFixed(target, 1))

/** The right that a call needs: only TCP is TCP and only UDP is UDP; 0 where no right is about it. */
const accessFor = ({ socket, act }: Pick<Access, 'socket' | 'act'>, target: Target): number => {
  const right = rightFor(isTcp(socket, target) ? 'tcp' : socket.transport, act)
  return right !== undefined && has(target, right) ? 1 << right.bit : 0
}

const isSubject = (layers: readonly Layer[], access: number, { behaviours }: Target): boolean =>
  layers.some(layer => (layer.handledNet & (behaviours.includes('hook_by_right') ? access : ~0)) !== 0)

/** Rules are not asked, nor whether they are quiet; the youngest layer that handles the right is blamed. */
const judgeUnspecSend = ({ layers, socket }: Access): HookVerdict => {
  const access = netBit('connect_send_udp')
  const layer = layers.findLast(({ handledNet }) => (handledNet & access) !== 0)
  const denial = layer && { layer, blocker: blockerOf(access), quiet: null, about: placesOf(socket) }
  return { errno: 'EACCES', clause: 'hook.unspec-send-inet6', ...(denial && { denial }) }
}

/** Before AF_UNSPEC got the answers of the stack: its length first, whatever the call, and then no IPv6 for bind. */
const judgeOldUnspec = ({ socket, address, act }: Access): HookVerdict => {
  if (lengthOf(address) < 16) return { errno: 'EINVAL', clause: 'hook.unspec-old-length' }
  const isInet6 = socket.family === families.AF_INET6
  return act === 'bind' && isInet6 ? { errno: 'EINVAL', clause: 'hook.unspec-old-inet6' } : null
}

const judgeUnspec = (attempt: Access, { behaviours }: Target): HookVerdict | 'as-inet' => {
  const { socket, address, act } = attempt
  const isInet6 = socket.family === families.AF_INET6
  const old = behaviours.includes('unspec_like_stack') ? null : judgeOldUnspec(attempt)
  if (old !== null) return old
  if (act === 'connect') return null
  if (act === 'send') return isInet6 ? judgeUnspecSend(attempt) : 'as-inet'
  if (lengthOf(address) < (isInet6 ? 24 : 16)) return { errno: 'EINVAL', clause: 'hook.unspec-short' }
  if (isInet6) return { errno: 'EAFNOSUPPORT', clause: 'hook.unspec-inet6' }
  if (hostFor(socket, address) !== '0.0.0.0') return { errno: 'EAFNOSUPPORT', clause: 'hook.unspec-not-any' }
  return 'as-inet'
}

/** lsm_audit.c: dump_common_audit_data() tells addresses of the families of IP, but for those of zeros. */
const placeOf = ({ socket, address, port, act }: Access): readonly string[] => {
  if (address.family === 'AF_UNSPEC') return []
  const host = hostFor(socket, address)
  const isLocal = act === 'bind'
  return [
    ...(isAny(host) ? [] : [`${isLocal ? 'saddr' : 'daddr'}=${host}`]),
    ...portField(isLocal ? 'src' : 'dest', port),
  ]
}

/** What a record tells of the socket itself. */
const ownPlaces = (socket: Socket, { behaviours }: Target): readonly string[] =>
  behaviours.includes('socket_in_records') ? placesOf(socket) : []

const judgeRule = (attempt: Access, access: number, target: Target): HookVerdict | 'granted' => {
  const { layers, port } = attempt
  const layer = denier(layers, access, port)
  if (layer === undefined) return 'granted'
  const quiet = quietPort(layer, access, port)
  const about = [...ownPlaces(attempt.socket, target), ...placeOf(attempt)]
  const denial = { layer, blocker: blockerOf(access), quiet, about, port }
  return { errno: 'EACCES', clause: 'hook.denied', denial }
}

/**
 * What Landlock says to bind, connect and send with an address.
 * Order: length for a family, AF_UNSPEC, length for that family, same family as the socket, then the rules
 * (net.c: current_check_access_socket); the stack's own checks come after all of these.
 */
const verdictOn = (attempt: Access, access: number, target: Target): HookVerdict | 'granted' => {
  const { layers, socket, address } = attempt
  if (access === 0 || !isSubject(layers, access, target)) return null
  const length = lengthOf(address)
  if (length < 2) return { errno: 'EINVAL', clause: 'hook.too-short' }
  const family = families[address.family]
  if (family === families.AF_UNSPEC) {
    const verdict = judgeUnspec(attempt, target)
    if (verdict !== 'as-inet') return verdict
    return length < 16
      ? { errno: 'EINVAL', clause: 'hook.short-for-family' }
      : judgeRule(attempt, access, target)
  }
  if (family !== families.AF_INET && family !== families.AF_INET6) return null
  const isForeign = family !== socket.family
  if (length < (family === families.AF_INET6 ? 24 : 16)) {
    return { errno: 'EINVAL', clause: isForeign ? 'hook.short-for-other-family' : 'hook.short-for-family' }
  }
  if (isForeign) return { errno: 'EINVAL', clause: 'hook.family-mismatch' }
  return judgeRule(attempt, access, target)
}

/** What Landlock says, and the state after it was asked: that it looked for a rule is an event. */
type HookAnswer = { readonly verdict: HookVerdict; readonly seen: State }

/** What Landlock says to bind, connect and send with an address, as far as it sees them. */
export const judge = (state: State, attempt: Access, target: Target): HookAnswer => {
  const { layers, port } = attempt
  const access = accessFor(attempt, target)
  const verdict = verdictOn(attempt, access, target)
  const looks = verdict === 'granted' || verdict?.clause === 'hook.denied'
  return {
    verdict: verdict === 'granted' ? null : verdict,
    seen: looks ? withLook(target, state, layers, { access, port }) : state,
  }
}

/** Whether a UDP socket without a port may be given one by the kernel (net.c: current_check_autobind_udp_socket). */
export const judgeAutobind = (
  state: State,
  { layers, socket }: Pick<Access, 'layers' | 'socket'>,
  target: Target,
): HookAnswer => {
  const access = netBit('bind_udp')
  const isAsked = layers.some(({ handledNet }) => (handledNet & access) !== 0)
  if (socket.transport !== 'udp' || socket.local !== null || !isAsked) return { verdict: null, seen: state }
  const seen = withLook(target, state, layers, { access, port: 0 })
  const layer = denier(layers, access, 0)
  if (layer === undefined) return { verdict: null, seen }
  const quiet = quietPort(layer, access, 0)
  const denial = { layer, blocker: blockerOf(access), quiet, about: ownPlaces(socket, target), port: 0 }
  return { verdict: { errno: 'EACCES', clause: 'hook.autobind-denied', denial }, seen }
}
