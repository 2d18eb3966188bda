import { type Denial, withDenial } from '../model/audit.js'
import { type Branch, fail } from '../model/branch.js'
import type { ClauseId } from '../model/clauses.js'
import type { Layer, Socket, SocketKey, State } from '../model/state.js'
import { type SocketRight, socketRights } from './uapi.js'

/** What rules for sockets know one by. */
export type CreatedKind = Pick<SocketKey, 'domain' | 'type'>

/** A right as a number. */
export const socketBit = (right: SocketRight): number => 1 << socketRights[right].bit

/** Whether a layer has a say in a right. */
export const handles = ({ handledSocket }: Layer, right: SocketRight): boolean =>
  (handledSocket & socketBit(right)) !== 0

/** The key of a rule of type LANDLOCK_RULE_SOCKET. */
export const ruleKey = ({ domain, type }: CreatedKind): string => `${domain}:${type}`

/** Whether a rule of type LANDLOCK_RULE_SOCKET grants a right. */
export const grantsByKind = ({ socketRules }: Layer, right: SocketRight, kind: CreatedKind): boolean =>
  ((socketRules.get(ruleKey(kind)) ?? 0) & socketBit(right)) !== 0

/** The kind of a socket at hand, as it is now: IPV6_ADDRFORM makes an IPv4 one of it. */
export const kindOf = ({ family, type }: Socket): CreatedKind => ({ domain: family, type })

/** A denial by a layer, as its record tells it. */
export const denialOf = (
  layer: Layer,
  right: SocketRight,
  { domain, type }: CreatedKind,
  protocol?: number,
): Denial => ({
  layer,
  blocker: `socket.${right}`,
  quiet: null,
  about: [
    `family=${domain}`,
    `sock_type=${type}`,
    ...(protocol === undefined ? [] : [`protocol=${protocol}`]),
  ],
})

/** What is denied, and the clause that says so; null where nothing is. */
export type SocketVerdict = { readonly clause: ClauseId; readonly denial: Denial } | null

/** Every layer that handles a right has to grant it; the youngest one that does not is blamed. */
export const judgeKind = (
  layers: readonly Layer[],
  right: SocketRight,
  kind: CreatedKind,
  clause: ClauseId,
): SocketVerdict => {
  const layer = layers.findLast(one => handles(one, right) && !grantsByKind(one, right, kind))
  return layer === undefined ? null : { clause, denial: denialOf(layer, right, kind) }
}

/** A call that is denied fails with EACCES and changes nothing but the log. */
export const deny = (state: State, { clause, denial }: NonNullable<SocketVerdict>): readonly Branch[] =>
  fail(withDenial(state, denial), 'EACCES', clause)
