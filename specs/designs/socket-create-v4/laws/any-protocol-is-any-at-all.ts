import { type EndingCase, ending } from '../../../arbitrary/ends.js'
import type { Spec } from '../../../spec.js'
import type { Target } from '../../../target.js'
import { withOutcome } from '../../../wrong.js'
import { choosing, kinds, open, opens, v4Layer } from '../../ops.js'

const odd = { ...kinds.packet, type: 'SOCK_RAW', protocol: 0x10300 } as const

const casesOf = (target: Target): readonly EndingCase[] => [
  { ops: [v4Layer(target, 0, [{ ...odd, protocol: -1 }]), open(0, odd)], ends: 'OK' },
  { ops: [v4Layer(target, 0, [{ ...kinds.packet, protocol: -1 }]), open(0, odd)], ends: 'EACCES' },
]

/** Where it is chosen so, a rule for any protocol lets in those that no rule of its own could be for. */
export const anyProtocolIsAnyAtAll: Spec = {
  name: 'any-protocol-is-any-at-all',
  applies: target => choosing({ odd_protocol: 'by_wildcard' })(target) && opens(target, odd),
  ...ending(casesOf),
  refutedBy: withOutcome('EACCES', op => op.kind === 'socket'),
}
