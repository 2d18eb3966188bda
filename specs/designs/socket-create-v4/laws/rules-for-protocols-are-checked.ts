import { type EndingCase, ending } from '../../../arbitrary/ends.js'
import { create } from '../../../arbitrary/ops.js'
import type { Outcome } from '../../../outcome.js'
import type { Op, OpOf, SocketV4Attr } from '../../../program.js'
import type { Spec } from '../../../spec.js'
import type { Target } from '../../../target.js'
import { addRuleFlags } from '../../../uapi/landlock.js'
import { hasChosen } from '../../choices.js'
import { having, socketRightsOf } from '../../ops.js'
import { ruleTypeNumber } from '../../uapi.js'

const good: SocketV4Attr = {
  allowed_access: ['create'],
  family: 'AF_INET',
  type: 'SOCK_STREAM',
  protocol: 'IPPROTO_TCP',
}

type ProtocolRuleChange = Omit<Partial<OpOf<'add_rule'>>, 'kind' | 'attr'>

const casesOf = (target: Target): readonly EndingCase[] => {
  const made = create(target, 0, { handled_access_socket: socketRightsOf(target) })
  const ends = (
    attr: OpOf<'add_rule'>['attr'],
    outcome: Outcome,
    more: ProtocolRuleChange = {},
  ): EndingCase => {
    const add: Op = { kind: 'add_rule', ruleset: 0, type: 'socket_v4', attr, ...more }
    return { ops: [made, add], ends: outcome }
  }
  const [ofPosted, ofKernel]: readonly [Outcome, Outcome] = hasChosen(target, { ranges: 'posted' })
    ? ['OK', 'EINVAL']
    : ['EINVAL', 'OK']
  const empty = { ...good, allowed_access: [] }
  const others = ['protocol', 'use', 'receive', 'send', 'bit_5', 'bit_32', 'bit_63']
  return [
    ends(good, 'OK'),
    ends(good, 'OK', { type: ruleTypeNumber('socket_v4', target) }),
    ...(hasChosen(target, { rule_number: 'three' }) ? [ends(good, 'EINVAL', { type: 4 })] : []),
    ends({ ...good, protocol: -1 }, 'OK'),
    ends({ ...good, type: -1, protocol: -1 }, hasChosen(target, { any_type: 'yes' }) ? 'OK' : 'EINVAL'),
    ends({ ...good, family: 0, type: 0, protocol: 0 }, 'OK'),
    ends({ ...good, family: 45, type: 10 }, 'OK'),
    ends(null, 'EFAULT'),
    ends('unmapped', 'EFAULT'),
    ends(empty, 'ENOMSG'),
    ends({ ...empty, family: -1, protocol: -2 }, 'ENOMSG'),
    ...others.map(right => ends({ ...good, allowed_access: ['create', right] }, 'EINVAL')),
    ...others.map(right => ends({ ...good, allowed_access: [right] }, 'EINVAL')),
    ...[-1, -2, 255, 256, 302, 65_538, -(2 ** 31)].map(family => ends({ ...good, family }, 'EINVAL')),
    ...[-2, -255, 255, 256, 257, 65_537, -(2 ** 31)].map(type => ends({ ...good, type }, 'EINVAL')),
    ...[46, 254].map(family => ends({ ...good, family }, ofPosted)),
    ...[11, 16, 254].map(type => ends({ ...good, type }, ofPosted)),
    ends({ ...good, protocol: 65_534 }, 'OK'),
    ...[65_535, 65_536, 65_542, 0x7fffffff].map(protocol => ends({ ...good, protocol }, ofKernel)),
    ...[-2, -(2 ** 31 - 1), -(2 ** 31)].map(protocol => ends({ ...good, protocol }, 'EINVAL')),
    ends(good, 'EINVAL', { flags: 1 << addRuleFlags.quiet.bit }),
    ends(null, 'EINVAL', { flags: 1 << addRuleFlags.quiet.bit }),
    ends(good, 'EBADF', { ruleset: 'none' }),
    ends(good, 'EBADFD', { ruleset: 'foreign' }),
    {
      ops: [
        create(target, 0, { handled_access_fs: ['execute'] }),
        { kind: 'add_rule', ruleset: 0, type: 'socket_v4', attr: good },
      ],
      ends: 'EINVAL',
    },
  ]
}

/** A rule by protocol: its checks, which of two fails first, and that it grants creation and nothing else. */
export const rulesForProtocolsAreChecked: Spec = {
  name: 'rules-for-protocols-are-checked',
  applies: having('socket-create-v4'),
  ...ending(casesOf),
}
