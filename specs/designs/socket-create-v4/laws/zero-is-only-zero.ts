import { type EndingCase, ending } from '../../../arbitrary/ends.js'
import type { Spec } from '../../../spec.js'
import type { Target } from '../../../target.js'
import { choosing, kinds, type NamedKind, open, opens, v4Layer } from '../../ops.js'
import { forgetting } from '../../wrong.js'

/** A kind by 0, and by the number that its family makes of it. */
const pairs: readonly (readonly [NamedKind, NamedKind])[] = [
  [kinds.tcp, { ...kinds.tcp, protocol: 'IPPROTO_TCP' }],
  [kinds.tcp6, { ...kinds.tcp6, protocol: 'IPPROTO_TCP' }],
  [kinds.udp, { ...kinds.udp, protocol: 'IPPROTO_UDP' }],
  [kinds.unix, { ...kinds.unix, protocol: 1 }],
  [kinds.inbox, { ...kinds.inbox, protocol: 1 }],
]

const casesOf = (target: Target): readonly EndingCase[] =>
  pairs
    .filter(pair => pair.every(kind => opens(target, kind)))
    .flatMap(([zero, number]): readonly EndingCase[] => [
      { ops: [v4Layer(target, 0, [zero]), open(0, zero)], ends: 'OK' },
      { ops: [v4Layer(target, 0, [zero]), open(0, number)], ends: 'EACCES' },
      { ops: [v4Layer(target, 0, [number]), open(0, number)], ends: 'OK' },
      { ops: [v4Layer(target, 0, [number]), open(0, zero)], ends: 'EACCES' },
    ])

/** Where protocols are taken as they are given, a rule for 0 is about 0, and one for TCP is not about a socket that becomes TCP. */
export const zeroIsOnlyZero: Spec = {
  name: 'zero-is-only-zero',
  applies: choosing({ default_protocol: 'given' }),
  ...ending(casesOf),
  refutedBy: forgetting('create', 'socket'),
}
