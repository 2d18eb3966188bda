import type { Layer, SocketKey } from '../../model/state.js'
import { families, protocols, socketTypes } from '../../uapi/socket.js'
import { chosen } from '../choices.js'
import type { Choices } from '../decisions.js'
import { socketBit } from '../judge.js'

/** What was chosen of this design. */
type Chosen = { readonly choices?: Choices }

/** Stands for any type or protocol in a rule. */
export const anything = -1

const isInet = (domain: number): boolean => domain === families.AF_INET || domain === families.AF_INET6

const inetDefaults: Readonly<Record<number, number>> = {
  [socketTypes.SOCK_STREAM]: protocols.IPPROTO_TCP,
  [socketTypes.SOCK_DGRAM]: protocols.IPPROTO_UDP,
  [socketTypes.SOCK_SEQPACKET]: protocols.IPPROTO_SCTP,
}

/**
 * The protocol that 0 stands for: a socket that asks for it and one that asks for 0 are the same. UNIX and vsock sockets
 * take their family's own number (unix_create(), vsock_create()); elsewhere 0 is only 0.
 */
export const defaultProtocol = ({ domain, type }: Pick<SocketKey, 'domain' | 'type'>): number => {
  if (isInet(domain)) return inetDefaults[type] ?? 0
  return domain === families.AF_UNIX || domain === families.AF_VSOCK ? domain : 0
}

/** The highest protocol that rules of the posted form can name. */
const highestPosted = 65_534

const foldedFamilies: readonly number[] = [families.AF_UNIX, families.AF_PACKET, families.AF_VSOCK]

/** What a rule or a call is about in the canonical form of the review: one protocol in three families, and no raw UNIX sockets. */
const canonical = (key: SocketKey): SocketKey => {
  if (!foldedFamilies.includes(key.domain)) return key
  const isRawUnix = key.domain === families.AF_UNIX && key.type === socketTypes.SOCK_RAW
  return {
    ...key,
    type: isRawUnix ? socketTypes.SOCK_DGRAM : key.type,
    protocol: 0,
  }
}

/** What a rule is kept as. */
export const keptRule = (target: Chosen, rule: SocketKey): SocketKey => {
  const isAlias = rule.domain === families.AF_INET && rule.type === socketTypes.SOCK_PACKET
  const meant =
    isAlias && chosen(target, 'packet_alias') === 'yes' ? { ...rule, domain: families.AF_PACKET } : rule
  return chosen(target, 'default_protocol') === 'canonical' ? canonical(meant) : meant
}

/** Whether a protocol is one that a rule can name. */
export const isNamable = (target: Chosen, protocol: number): boolean =>
  protocol >= 0 && (chosen(target, 'ranges') === 'kernel' || protocol <= highestPosted)

/** Whether a protocol is denied since no rule can name it. */
export const isOdd = (target: Chosen, protocol: number): boolean =>
  chosen(target, 'odd_protocol') === 'denied' && !isNamable(target, protocol)

/** Whether a rule, as it is kept, is about a socket. */
const matches = (target: Chosen, rule: SocketKey, asked: SocketKey): boolean => {
  const form = chosen(target, 'default_protocol')
  const wanted = form === 'canonical' ? canonical(asked) : asked
  if (rule.domain !== wanted.domain) return false
  if (rule.type !== anything && rule.type !== wanted.type) return false
  if (rule.protocol === anything) return true
  const standard = form === 'mapped' ? defaultProtocol(wanted) : 0
  return (rule.protocol || standard) === (wanted.protocol || standard)
}

/** Whether a rule of type LANDLOCK_RULE_SOCKET_V4 grants the creation of a socket. */
export const grantsByProtocol = (target: Chosen, { socketV4Rules }: Layer, wanted: SocketKey): boolean =>
  !isOdd(target, wanted.protocol) && socketV4Rules.some(rule => matches(target, rule, wanted))

/** The only right that such a rule can grant. */
export const v4Rights = socketBit('create')
