import { type EndingCase, ending } from '../../../arbitrary/ends.js'
import type { Spec } from '../../../spec.js'
import type { Target } from '../../../target.js'
import { choosing, kinds, type NamedKind, open, opens, v4Layer } from '../../ops.js'
import { forgetting } from '../../wrong.js'

const raw: NamedKind = { ...kinds.inbox, type: 'SOCK_RAW' }
const packet: NamedKind = { ...kinds.packet, type: 'SOCK_RAW' }

/** Kinds that are one, whichever of them a rule names. */
const same: readonly (readonly [NamedKind, NamedKind])[] = [
  [kinds.unix, { ...kinds.unix, protocol: 1 }],
  [kinds.inbox, { ...kinds.inbox, protocol: 1 }],
  [kinds.inbox, raw],
  [{ ...kinds.inbox, protocol: 1 }, raw],
  [packet, { ...packet, protocol: 768 }],
  [kinds.packet, { ...kinds.packet, protocol: 768 }],
  [kinds.vsock, { ...kinds.vsock, protocol: 40 }],
]

/** Kinds that are two. */
const different: readonly (readonly [NamedKind, NamedKind])[] = [
  [kinds.tcp, { ...kinds.tcp, protocol: 'IPPROTO_TCP' }],
  [kinds.udp, { ...kinds.udp, protocol: 'IPPROTO_UDP' }],
  [kinds.netlink, { ...kinds.netlink, protocol: 4 }],
  [kinds.unix, raw],
  [kinds.packet, packet],
  [kinds.seqpacket, raw],
]

const casesOf = (target: Target): readonly EndingCase[] => [
  ...same
    .filter(([one, other]) => opens(target, one) && opens(target, other))
    .flatMap(([one, other]): readonly EndingCase[] => [
      { ops: [v4Layer(target, 0, [one]), open(0, other)], ends: 'OK' },
      { ops: [v4Layer(target, 0, [other]), open(0, one)], ends: 'OK' },
    ]),
  ...different.flatMap(([one, other]): readonly EndingCase[] => [
    { ops: [v4Layer(target, 0, [one]), open(0, other)], ends: 'EACCES' },
    { ops: [v4Layer(target, 0, [other]), open(0, one)], ends: 'EACCES' },
  ]),
]

/** In the canonical form, what is one socket to UNIX, PACKET or VSOCK is one to a rule, and what is two elsewhere stays two. */
export const oneProtocolHasOneName: Spec = {
  name: 'one-protocol-has-one-name',
  applies: choosing({ default_protocol: 'canonical' }),
  ...ending(casesOf),
  refutedBy: forgetting('create', 'socket'),
}
