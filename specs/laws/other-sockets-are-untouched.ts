import fc from 'fast-check'
import { accept, at, by, layer, listen, program, rightsOf, wildcard } from '../arbitrary/ops.js'
import type { Address, Op, Port } from '../program.js'
import { socketKey } from '../socket-key.js'
import type { Spec } from '../spec.js'
import { isFixed, type Target } from '../target.js'
import { stepsOf } from '../trace.js'
import { type Family, type Protocol, type SocketType, vsockLocal } from '../uapi/socket.js'
import { withOutcome } from '../wrong.js'

type OtherSocket = { readonly domain: Family; readonly type: SocketType; readonly protocol: Protocol }

const kinds: readonly OtherSocket[] = [
  ...(['AF_INET', 'AF_INET6'] as const).flatMap(domain => [
    { domain, type: 'SOCK_STREAM', protocol: 'IPPROTO_SCTP' } as const,
    { domain, type: 'SOCK_SEQPACKET', protocol: 'IPPROTO_SCTP' } as const,
    { domain, type: 'SOCK_STREAM', protocol: 'IPPROTO_SMC' } as const,
    { domain, type: 'SOCK_DGRAM', protocol: 'IPPROTO_UDPLITE' } as const,
    {
      domain,
      type: 'SOCK_DGRAM',
      protocol: domain === 'AF_INET' ? 'IPPROTO_ICMP' : 'IPPROTO_ICMPV6',
    } as const,
    { domain, type: 'SOCK_RAW', protocol: 'IPPROTO_UDP' } as const,
    { domain, type: 'SOCK_RAW', protocol: 'IPPROTO_TCP' } as const,
  ]),
  { domain: 'AF_SMC', type: 'SOCK_STREAM', protocol: 'IPPROTO_IP' },
  { domain: 'AF_NETLINK', type: 'SOCK_RAW', protocol: 'IPPROTO_IP' },
  { domain: 'AF_NETLINK', type: 'SOCK_DGRAM', protocol: 'IPPROTO_IP' },
  { domain: 'AF_PACKET', type: 'SOCK_DGRAM', protocol: 'IPPROTO_IP' },
  { domain: 'AF_PACKET', type: 'SOCK_RAW', protocol: 'IPPROTO_IP' },
  { domain: 'AF_VSOCK', type: 'SOCK_STREAM', protocol: 'IPPROTO_IP' },
  { domain: 'AF_VSOCK', type: 'SOCK_SEQPACKET', protocol: 'IPPROTO_IP' },
  { domain: 'AF_ALG', type: 'SOCK_SEQPACKET', protocol: 'IPPROTO_IP' },
]

/** The kinds that the target can open. */
const kindsOf = (target: Target): readonly OtherSocket[] =>
  kinds.filter(kind => target.sockets[socketKey(kind)]?.root === 'OK')

/** An address of the socket's own family, as far as an IP layout can say it: zero is every family's wildcard. */
const addressOf = ({ domain }: OtherSocket, port: Port): Address => {
  if (domain === 'AF_INET' || domain === 'AF_INET6') return at(port, domain)
  if (domain === 'AF_SMC') return at(port, 'AF_INET')
  if (domain === 'AF_VSOCK') return { family: domain, cid: vsockLocal, port }
  return {
    family: domain,
    host: domain === 'AF_PACKET' ? wildcard('AF_INET6') : wildcard('AF_INET'),
    port: 0,
  }
}

const callsOf = (kind: OtherSocket, calls: string, port: Port): readonly Op[] => {
  const address = addressOf(kind, port)
  switch (calls) {
    case 'bind':
      return [{ kind: 'bind', socket: 0, address }]
    case 'connect':
      return [
        { kind: 'connect', socket: 0, address },
        { kind: 'recv', socket: 0 },
      ]
    case 'serve':
      return [
        { kind: 'bind', socket: 0, address },
        listen(0),
        accept(0, 1),
        { kind: 'shutdown', socket: 0, how: 'SHUT_RDWR' },
      ]
    default:
      return [
        { kind: 'setsockopt', socket: 0, option: 'SO_REUSEADDR', value: 1 },
        { kind: 'sendto', socket: 0, address },
      ]
  }
}

/** SCTP, SMC, UDP-Lite, ping, raw, netlink, packet, vsock and alg sockets answer in a sandbox as outside of it. */
export const otherSocketsAreUntouched: Spec = {
  name: 'other-sockets-are-untouched',
  applies: target => isFixed(target, 1),
  programs: target =>
    fc
      .record({
        kind: fc.constantFrom(...kindsOf(target)),
        calls: fc.constantFrom('bind', 'connect', 'serve', 'send'),
      })
      .map(({ kind, calls }) => {
        const open: Op = { kind: 'socket', as: 0, ...kind }
        return program(
          { kind: 'fork', child: 1 },
          by(1, open, callsOf(kind, calls, 'a'), { kind: 'close', socket: 0 }),
          layer(target, 0, rightsOf(target)),
          open,
          callsOf(kind, calls, 'b'),
        )
      }),
  holds(trace) {
    const [free, sandboxed] = [1, 0].map(actor =>
      stepsOf(trace, 'bind', 'connect', 'listen', 'accept', 'sendto', 'recv', 'shutdown', 'setsockopt')
        .filter(({ op }) => (op.actor ?? 0) === actor)
        .map(({ outcome }) => outcome),
    )
    return free?.join() === sandboxed?.join()
  },
  refutedBy: withOutcome(
    'EACCES',
    (op, { processes }) => op.kind === 'bind' && processes.get(op.actor ?? 0)?.layers.length === 1,
  ),
}
