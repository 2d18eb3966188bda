import fc from 'fast-check'
import { right } from '../arbitrary/draw.js'
import { create, enforce, program } from '../arbitrary/ops.js'
import type { RulesetRef } from '../program.js'
import type { Spec } from '../spec.js'
import { stepsOf } from '../trace.js'
import { restrictSelfFlags } from '../uapi/landlock.js'
import { withOutcome } from '../wrong.js'

/** With LANDLOCK_RESTRICT_SELF_NO_NEW_PRIVS, enforcing needs no privilege, and only a success sets no_new_privs. */
export const noNewPrivsComesWithSuccess: Spec = {
  name: 'no-new-privs-comes-with-success',
  applies: ({ abi }) => abi >= restrictSelfFlags.no_new_privs.abi,
  programs: target =>
    fc
      .record({ right: right(target), ruleset: fc.constantFrom<RulesetRef[]>(0, 'none', 'foreign', 1) })
      .map(({ right, ruleset }) =>
        program(
          create(target, 0, { handled_access_net: [right] }),
          { kind: 'drop_caps' },
          { kind: 'restrict_self', ruleset, flags: 1 << restrictSelfFlags.no_new_privs.bit },
          enforce(0),
        ),
      ),
  holds(trace) {
    const [withFlag, without] = stepsOf(trace, 'restrict_self')
    return (withFlag?.outcome === 'OK') === (without?.outcome === 'OK') && withFlag?.outcome !== 'EPERM'
  },
  refutedBy: withOutcome('EPERM', op => op.kind === 'restrict_self' && op.ruleset === 0),
}
