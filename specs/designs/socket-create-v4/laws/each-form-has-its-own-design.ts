import { type EndingCase, ending } from '../../../arbitrary/ends.js'
import { create } from '../../../arbitrary/ops.js'
import type { Spec } from '../../../spec.js'
import type { Target } from '../../../target.js'
import { hasChosen } from '../../choices.js'
import { having, kinds, knows, ruleFor, socketRightsOf } from '../../ops.js'

const casesOf = (target: Target): readonly EndingCase[] => {
  const made = create(target, 0, { handled_access_socket: socketRightsOf(target) })
  const ends = target.designs.includes('socket-create') ? 'OK' : 'EINVAL'
  return [
    { ops: [made, ruleFor(0, ['create'], kinds.tcp)], ends },
    {
      ops: [made, { kind: 'add_rule', ruleset: 0, type: 'socket', attr: null }],
      ends: knows(target, 'protocol') || knows(target, 'use') || ends === 'OK' ? 'EFAULT' : 'EINVAL',
    },
  ]
}

/** Without socket-create, no rule by type grants creation; without any other design, there are none by type at all. */
export const eachFormHasItsOwnDesign: Spec = {
  name: 'each-form-has-its-own-design',
  applies: target => having('socket-create-v4')(target) && !hasChosen(target, { rule_number: 'three' }),
  ...ending(casesOf),
}
