import { type EndingCase, ending } from '../../../arbitrary/ends.js'
import type { Outcome } from '../../../outcome.js'
import type { Spec } from '../../../spec.js'
import type { Target } from '../../../target.js'
import { having, open, socketLayer } from '../../ops.js'

/** No SOCK_CLOEXEC, no SOCK_NONBLOCK, and no part of a type. */
const otherFlag = 0o1000

const casesOf = (target: Target): readonly EndingCase[] => {
  const nothing = socketLayer(target, 0, ['create'])
  const ends = (domain: number, type: number, errno: Outcome): EndingCase => ({
    ops: [nothing, open(0, { domain, type, protocol: 0 })],
    ends: errno,
  })
  return [
    ...[-1, 46, 47, 255, 65_538].map(domain => ends(domain, 1, 'EAFNOSUPPORT')),
    ...[11, 12, 15, 16, 1 | otherFlag, -1].map(type => ends(2, type, 'EINVAL')),
    ends(-1, 16, 'EINVAL'),
    ends(46, 11, 'EAFNOSUPPORT'),
    ends(45, 10, 'EACCES'),
    ends(0, 0, 'EACCES'),
    ends(45, 1, 'EACCES'),
    ends(2, 0, 'EACCES'),
    ends(2, 9, 'EACCES'),
  ]
}

/** Families and types that cannot be are told before the sandbox is asked; the last ones that can be are denied. */
export const rangesComeBeforeDenial: Spec = {
  name: 'ranges-come-before-denial',
  applies: having('socket-create'),
  ...ending(casesOf),
}
