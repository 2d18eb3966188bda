import { type EndingCase, ending } from '../../../arbitrary/ends.js'
import type { Spec } from '../../../spec.js'
import type { Target } from '../../../target.js'
import { protocols } from '../../../uapi/socket.js'
import { withOutcome } from '../../../wrong.js'
import { hasChosen } from '../../choices.js'
import { choosing, kinds, type NamedKind, open, opens, v4Layer } from '../../ops.js'

/** A kind by 0, and by the number that 0 stands for. */
const same: readonly (readonly [NamedKind, NamedKind])[] = [
  [kinds.tcp, { ...kinds.tcp, protocol: 'IPPROTO_TCP' }],
  [kinds.tcp6, { ...kinds.tcp6, protocol: 'IPPROTO_TCP' }],
  [kinds.udp, { ...kinds.udp, protocol: 'IPPROTO_UDP' }],
  [kinds.udp6, { ...kinds.udp6, protocol: 'IPPROTO_UDP' }],
  [
    { domain: 'AF_INET', type: 'SOCK_SEQPACKET', protocol: 'IPPROTO_IP' },
    { domain: 'AF_INET', type: 'SOCK_SEQPACKET', protocol: 'IPPROTO_SCTP' },
  ],
]

/** Kinds of which 0 is no other protocol's number. */
const different: readonly (readonly [NamedKind, NamedKind])[] = [
  [kinds.tcp, { ...kinds.tcp, protocol: 'IPPROTO_UDP' }],
  [kinds.udp, { ...kinds.udp, protocol: 'IPPROTO_TCP' }],
  [kinds.udp, { ...kinds.udp, protocol: 'IPPROTO_ICMP' }],
  [kinds.netlink, { ...kinds.netlink, protocol: protocols.IPPROTO_TCP }],
  [kinds.unix, { ...kinds.unix, protocol: 2 }],
]

const casesOf = (target: Target): readonly EndingCase[] => [
  ...same
    .filter(([zero, number]) => opens(target, zero) && opens(target, number))
    .flatMap(([zero, number]): readonly EndingCase[] => [
      { ops: [v4Layer(target, 0, [zero]), open(0, zero)], ends: 'OK' },
      { ops: [v4Layer(target, 0, [zero]), open(0, number)], ends: 'OK' },
      { ops: [v4Layer(target, 0, [number]), open(0, zero)], ends: 'OK' },
      ...(hasChosen(target, { any_type: 'yes' })
        ? ([
            { ops: [v4Layer(target, 0, [{ ...zero, type: -1 }]), open(0, number)], ends: 'OK' },
            { ops: [v4Layer(target, 0, [{ ...number, type: -1 }]), open(0, zero)], ends: 'OK' },
          ] as const)
        : []),
    ]),
  ...different.flatMap(([zero, other]): readonly EndingCase[] => [
    { ops: [v4Layer(target, 0, [zero]), open(0, other)], ends: 'EACCES' },
    { ops: [v4Layer(target, 0, [other]), open(0, zero)], ends: 'EACCES' },
  ]),
  { ops: [v4Layer(target, 0, [{ ...kinds.unix, protocol: 1 }]), open(0, kinds.unix)], ends: 'OK' },
  { ops: [v4Layer(target, 0, [{ ...kinds.unix, protocol: 1 }]), open(0, kinds.inbox)], ends: 'EACCES' },
  ...(hasChosen(target, { any_type: 'yes' })
    ? ([
        {
          ops: [v4Layer(target, 0, [{ ...kinds.unix, type: -1, protocol: 1 }]), open(0, kinds.inbox)],
          ends: 'OK',
        },
      ] as const)
    : []),
]

/** Protocol 0 and the default protocol of a family and type are one, in the rule as in the call; elsewhere 0 is only 0. */
export const zeroIsTheDefaultProtocol: Spec = {
  name: 'zero-is-the-default-protocol',
  applies: choosing({ default_protocol: 'mapped' }),
  ...ending(casesOf),
  refutedBy: withOutcome('EACCES', op => op.kind === 'socket'),
}
