import fc from 'fast-check'
import { create, program } from '../../../arbitrary/ops.js'
import type { Program } from '../../../program.js'
import type { Spec } from '../../../spec.js'
import type { Target } from '../../../target.js'
import { handledBy, lastOf } from '../../../trace.js'
import { withOutcome } from '../../../wrong.js'
import { socketRightsOf } from '../../ops.js'
import { socketRights } from '../../uapi.js'

const all = (target: Target): readonly Program[] =>
  Array.from({ length: 64 }, (_, bit) =>
    program(create(target, 0, { handled_access_socket: [`bit_${bit}`] })),
  )

/** A ruleset may handle the rights of the designs that are there; every other bit is EINVAL. */
export const unknownSocketRightsAreInvalid: Spec = {
  name: 'unknown-socket-rights-are-invalid',
  applies: ({ designs }) => designs.length > 0,
  programs: target => fc.constantFrom(...all(target)),
  every: all,
  always: all,
  holds(trace, target) {
    const [bit] = handledBy(trace[0]?.op).handled_access_socket ?? []
    const known = socketRightsOf(target).map(right => `bit_${socketRights[right].bit}`)
    return lastOf(trace, 'create_ruleset') === (known.includes(bit ?? '') ? 'OK' : 'EINVAL')
  },
  refutedBy: withOutcome('OK', op => op.kind === 'create_ruleset'),
}
