import { type EndingCase, ending } from '../../../arbitrary/ends.js'
import { at, connect } from '../../../arbitrary/ops.js'
import type { Op } from '../../../program.js'
import type { Spec } from '../../../spec.js'
import type { Target } from '../../../target.js'
import { families } from '../../../uapi/socket.js'
import { withOutcome } from '../../../wrong.js'
import { having, kinds, open, socketLayer } from '../../ops.js'

/** A UDP socket of IPv6 that IPV6_ADDRFORM has made one of IPv4. */
const reformed: readonly Op[] = [
  open(0, kinds.udp6),
  connect(0, at('a', 'AF_INET6', '::ffff:127.0.0.1')),
  { kind: 'setsockopt', socket: 0, option: 'IPV6_ADDRFORM', value: families.AF_INET },
]

const again: Op = { kind: 'listen', socket: 0 }

const casesOf = (target: Target): readonly EndingCase[] => [
  { ops: [reformed, socketLayer(target, 0, ['protocol'], [kinds.udp]), again], ends: 'EOPNOTSUPP' },
  { ops: [reformed, socketLayer(target, 0, ['protocol'], [kinds.udp6]), again], ends: 'EACCES' },
  {
    ops: [reformed, socketLayer(target, 0, ['protocol'], [kinds.udp6]), connect(0, at('b'))],
    ends: 'EACCES',
  },
]

/** A socket is judged as what it is now: an IPv6 one that was made an IPv4 one is of IPv4. */
export const aChangedFamilyIsAnotherProtocol: Spec = {
  name: 'a-changed-family-is-another-protocol',
  applies: having('socket-protocol'),
  ...ending(casesOf),
  refutedBy: withOutcome('EACCES', op => op.kind === 'listen'),
}
