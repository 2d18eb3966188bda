import { type EndingCase, ending } from '../../../arbitrary/ends.js'
import { create, enforce } from '../../../arbitrary/ops.js'
import type { Op } from '../../../program.js'
import type { Spec } from '../../../spec.js'
import type { Target } from '../../../target.js'
import { having, kinds, open, pair, ruleFor } from '../../ops.js'
import { forgetting } from '../../wrong.js'

const sandbox = (target: Target, allow: readonly string[]): readonly Op[] => [
  create(target, 0, { handled_access_socket: ['create', 'protocol'] }),
  ...(allow.length > 0 ? [ruleFor(0, allow, kinds.tcp), ruleFor(0, allow, kinds.unix)] : []),
  enforce(0),
]

const casesOf = (target: Target): readonly EndingCase[] =>
  [open(0, kinds.tcp), pair(kinds.unix)].flatMap((call): readonly EndingCase[] => [
    { ops: [sandbox(target, ['create', 'protocol']), call], ends: 'OK' },
    { ops: [sandbox(target, ['create']), call], ends: 'EACCES' },
    { ops: [sandbox(target, ['protocol']), call], ends: 'EACCES' },
    { ops: [sandbox(target, []), call], ends: 'EACCES' },
  ])

/** Where creation and protocols are handled, a new socket needs both. */
export const creationNeedsBothRights: Spec = {
  name: 'creation-needs-both-rights',
  applies: having('socket-create', 'socket-protocol'),
  ...ending(casesOf),
  refutedBy: forgetting('protocol', 'socket', 'socketpair'),
}
