import type { Layer, SocketKey } from '../../model/state.js'
import { families, protocols, socketTypes } from '../../uapi/socket.js'
import { socketBit } from '../judge.js'

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

const matches = (rule: SocketKey, wanted: SocketKey): boolean => {
  if (rule.domain !== wanted.domain) return false
  if (rule.type !== anything && rule.type !== wanted.type) return false
  if (rule.protocol === anything) return true
  const standard = defaultProtocol(wanted)
  return (rule.protocol || standard) === (wanted.protocol || standard)
}

/** Whether a rule of type LANDLOCK_RULE_SOCKET_V4 grants the creation of a socket. */
export const grantsByProtocol = ({ socketV4Rules }: Layer, wanted: SocketKey): boolean =>
  socketV4Rules.some(rule => matches(rule, wanted))

/** The only right that such a rule can grant. */
export const v4Rights = socketBit('create')
