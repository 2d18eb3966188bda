import { type EndingCase, ending } from '../../../arbitrary/ends.js'
import { create, enforce } from '../../../arbitrary/ops.js'
import type { Outcome } from '../../../outcome.js'
import type { Op, OpOf, SocketAttr } from '../../../program.js'
import type { Spec } from '../../../spec.js'
import type { Target } from '../../../target.js'
import { addRuleFlags } from '../../../uapi/landlock.js'
import { socketRightsOf } from '../../ops.js'
import { isProposed, socketRuleTypes } from '../../uapi.js'

const good: SocketAttr = { allowed_access: [], domain: 'AF_INET', type: 'SOCK_STREAM' }

type SocketRuleChange = Omit<Partial<OpOf<'add_rule'>>, 'kind' | 'attr'>

const casesOf = (target: Target): readonly EndingCase[] => {
  const [right = ''] = socketRightsOf(target).filter(
    one => one !== 'create' || target.designs.includes('socket-create'),
  )
  const made = create(target, 0, { handled_access_socket: [right] })
  const add = (attr: OpOf<'add_rule'>['attr'], more: SocketRuleChange = {}): Op => ({
    kind: 'add_rule',
    ruleset: 0,
    type: 'socket',
    attr,
    ...more,
  })
  const ends = (
    attr: OpOf<'add_rule'>['attr'],
    outcome: Outcome,
    more: SocketRuleChange = {},
  ): EndingCase => ({
    ops: [made, add(attr, more)],
    ends: outcome,
  })
  const allowed = { ...good, allowed_access: [right] }
  const quiet = 1 << addRuleFlags.quiet.bit
  return [
    ends(allowed, 'OK'),
    ends(allowed, 'OK', { type: 3 }),
    ends(null, 'EFAULT'),
    ends('unmapped', 'EFAULT'),
    ends(good, 'ENOMSG'),
    ends({ ...good, domain: -1, type: 99 }, 'ENOMSG'),
    ends({ ...good, allowed_access: ['bit_5'] }, 'EINVAL'),
    ends({ ...good, allowed_access: [right, 'bit_5'] }, 'EINVAL'),
    ends({ ...good, allowed_access: [right, 'bit_32'] }, 'EINVAL'),
    ends({ ...good, allowed_access: [right, 'bit_63'] }, 'EINVAL'),
    ...[-1, -2, 46, 47, 255, 65_538, 2 ** 31 - 1].map(domain => ends({ ...allowed, domain }, 'EINVAL')),
    ...[-1, 11, 12, 16, 257, 0o4001, 2 ** 31 - 1].map(type => ends({ ...allowed, type }, 'EINVAL')),
    ends({ ...allowed, domain: 0, type: 0 }, 'OK'),
    ends({ ...allowed, domain: 45, type: 10 }, 'OK'),
    ends(allowed, 'EINVAL', { flags: quiet }),
    ends(null, 'EINVAL', { flags: quiet }),
    ends(good, 'EINVAL', { flags: 0x8000_0000 }),
    ends(allowed, 'EBADF', { ruleset: 'none' }),
    ends(good, 'EBADFD', { ruleset: 'foreign' }),
    {
      ops: [create(target, 0, { handled_access_net: ['bind_tcp'] }), add(allowed)],
      ends: 'EINVAL',
    },
    { ops: [made, enforce(0), add(allowed)], ends: 'OK' },
  ]
}

/** A rule for sockets: its checks, and which of two fails first. */
export const rulesForSocketsAreChecked: Spec = {
  name: 'rules-for-sockets-are-checked',
  applies: ({ designs }) => isProposed(socketRuleTypes.socket, designs),
  ...ending(casesOf),
}
