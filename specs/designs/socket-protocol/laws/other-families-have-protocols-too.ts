import fc from 'fast-check'
import { accept, at, bind, by, connect, listen, program } from '../../../arbitrary/ops.js'
import type { Op, Program } from '../../../program.js'
import type { Spec } from '../../../spec.js'
import type { Target } from '../../../target.js'
import { stepsOf } from '../../../trace.js'
import { having, kinds, type NamedKind, open, opens, socketLayer } from '../../ops.js'
import { forgetting } from '../../wrong.js'

const others: readonly NamedKind[] = [
  kinds.sctp,
  { ...kinds.sctp, type: 'SOCK_SEQPACKET' },
  kinds.netlink,
  kinds.packet,
  kinds.vsock,
  { domain: 'AF_VSOCK', type: 'SOCK_DGRAM', protocol: 'IPPROTO_IP' },
  { domain: 'AF_INET', type: 'SOCK_RAW', protocol: 'IPPROTO_UDP' },
  { domain: 'AF_INET', type: 'SOCK_PACKET', protocol: 'IPPROTO_IP' },
  { domain: 'AF_ALG', type: 'SOCK_SEQPACKET', protocol: 'IPPROTO_IP' },
  { domain: 'AF_UNIX', type: 'SOCK_RAW', protocol: 'IPPROTO_IP' },
]

const calls: readonly Op[] = [
  bind(0, at('a')),
  connect(0, at('b')),
  listen(0),
  accept(0, 1),
  { kind: 'getpeername', socket: 0 },
]

/** One kind in a child's sandbox that allows something else, and one in which it is allowed, and outside. */
const all = (target: Target): readonly Program[] =>
  others
    .filter(kind => opens(target, kind))
    .map(kind =>
      program(
        open(0, kind),
        { kind: 'fork', child: 1 },
        by(1, socketLayer(target, 0, ['protocol'], [kinds.tcp]), calls),
      ),
    )

/** SCTP, raw, netlink, packet, vsock, alg and UNIX sockets are judged at bind, connect, listen and accept, whatever these make of it. */
export const otherFamiliesHaveProtocolsToo: Spec = {
  name: 'other-families-have-protocols-too',
  applies: having('socket-protocol'),
  programs: target => fc.constantFrom(...all(target)),
  every: all,
  always: all,
  holds: trace =>
    stepsOf(trace, 'bind', 'connect', 'listen', 'accept').every(
      ({ op, outcome }) =>
        outcome === 'EACCES' ||
        // A stream of SCTP is of the kind that TCP is.
        trace.some(
          ({ op: other }) =>
            other.kind === 'socket' &&
            other.type === 'SOCK_STREAM' &&
            other.domain === 'AF_INET' &&
            op.kind !== 'socket',
        ),
    ),
  refutedBy: forgetting('protocol', 'listen', 'connect'),
}
