import type { OpOf } from '../../specs/program.js'
import { socketKey } from '../../specs/socket-key.js'
import type { Target } from '../../specs/target.js'

type OpenedKind = Pick<OpOf<'socket'>, 'domain' | 'type' | 'protocol'>

/** Kinds of sockets that come with modules, or not at all: one of each. */
const kinds: Readonly<Record<string, OpenedKind>> = {
  MPTCP: { domain: 'AF_INET', type: 'SOCK_STREAM', protocol: 'IPPROTO_MPTCP' },
  SCTP: { domain: 'AF_INET', type: 'SOCK_STREAM', protocol: 'IPPROTO_SCTP' },
  SMC: { domain: 'AF_SMC', type: 'SOCK_STREAM', protocol: 'IPPROTO_IP' },
  vsock: { domain: 'AF_VSOCK', type: 'SOCK_STREAM', protocol: 'IPPROTO_IP' },
  AF_ALG: { domain: 'AF_ALG', type: 'SOCK_SEQPACKET', protocol: 'IPPROTO_IP' },
  TIPC: { domain: 'AF_TIPC', type: 'SOCK_STREAM', protocol: 'IPPROTO_IP' },
  RDS: { domain: 'AF_RDS', type: 'SOCK_SEQPACKET', protocol: 'IPPROTO_IP' },
}

/** Which of them a target could open at all. */
export const openedKinds = ({ sockets }: Target): readonly string[] =>
  Object.entries(kinds)
    .filter(([, kind]) => sockets[socketKey(kind)]?.root === 'OK')
    .map(([name]) => name)
