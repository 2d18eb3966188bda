import type { SocketKind } from '../../specs/ops/values.js'
import { socketKey } from '../../specs/socket-key.js'
import type { Target } from '../../specs/target.js'
import type { Suite } from '../suite/suite.js'

/** Kinds of sockets that come with modules, with a setting, or not at all: one of each. */
const kinds: Readonly<Record<string, SocketKind>> = {
  MPTCP: { domain: 'AF_INET', type: 'SOCK_STREAM', protocol: 'IPPROTO_MPTCP' },
  SCTP: { domain: 'AF_INET', type: 'SOCK_STREAM', protocol: 'IPPROTO_SCTP' },
  SMC: { domain: 'AF_SMC', type: 'SOCK_STREAM', protocol: 'IPPROTO_IP' },
  'UDP-Lite': { domain: 'AF_INET', type: 'SOCK_DGRAM', protocol: 'IPPROTO_UDPLITE' },
  ping: { domain: 'AF_INET', type: 'SOCK_DGRAM', protocol: 'IPPROTO_ICMP' },
  raw: { domain: 'AF_INET', type: 'SOCK_RAW', protocol: 'IPPROTO_ICMP' },
  packet: { domain: 'AF_PACKET', type: 'SOCK_DGRAM', protocol: 'IPPROTO_IP' },
  netlink: { domain: 'AF_NETLINK', type: 'SOCK_RAW', protocol: 'IPPROTO_IP' },
  vsock: { domain: 'AF_VSOCK', type: 'SOCK_STREAM', protocol: 'IPPROTO_IP' },
  AF_ALG: { domain: 'AF_ALG', type: 'SOCK_SEQPACKET', protocol: 'IPPROTO_IP' },
  TIPC: { domain: 'AF_TIPC', type: 'SOCK_STREAM', protocol: 'IPPROTO_IP' },
  RDS: { domain: 'AF_RDS', type: 'SOCK_SEQPACKET', protocol: 'IPPROTO_IP' },
}

const isOpened = ({ sockets }: Target, kind: SocketKind): boolean => sockets[socketKey(kind)]?.root === 'OK'

/** Which of them a target could open at all. */
export const openedKinds = (target: Target): readonly string[] =>
  Object.entries(kinds)
    .filter(([, kind]) => isOpened(target, kind))
    .map(([name]) => name)

/** What a reader should know of those that it could not open, where the claim of a law speaks of them: nothing tried that. */
export const unopenedNotes = ({ target, laws }: Pick<Suite, 'target' | 'laws'>): readonly string[] => {
  const words = new Set(laws.flatMap(({ claim }) => claim.split(/[^\w-]+/)))
  const closed = Object.entries(kinds).flatMap(([name, kind]) =>
    words.has(name) && !isOpened(target, kind) ? [name] : [],
  )
  return closed.length === 0
    ? []
    : [`could not open ${closed.join(', ')}: what laws say of these was not tried`]
}
