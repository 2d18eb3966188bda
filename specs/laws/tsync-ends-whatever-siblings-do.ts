import fc from 'fast-check'
import { create, program } from '../arbitrary/ops.js'
import { maxLayers } from '../model/enforce.js'
import type { Op, OpOf, Program } from '../program.js'
import type { Spec } from '../spec.js'
import { has, type Target } from '../target.js'
import { stepsOf } from '../trace.js'
import { restrictSelfFlags } from '../uapi/landlock.js'
import { withOutcome } from '../wrong.js'

const forAll: Op = { kind: 'restrict_self', ruleset: 0, flags: 1 << restrictSelfFlags.tsync.bit }

/** As many layers as there may be: each call is a try. */
const everyLook = (target: Target): readonly Program[] =>
  (['stat', 'maps', 'exe'] as const satisfies readonly OpOf<'look'>['at'][]).map(at =>
    program(
      create(target, 0, { handled_access_net: ['bind_tcp'] }),
      { kind: 'look', at },
      Array.from({ length: maxLayers }, () => forAll),
    ),
  )

/** Enforcing for all threads returns, and succeeds, also while a sibling thread looks at its own files in /proc. */
export const tsyncEndsWhateverSiblingsDo: Spec = {
  name: 'tsync-ends-whatever-siblings-do',
  applies: target => has(target, restrictSelfFlags.tsync),
  onDemand: true,
  programs: target => fc.constantFrom(...everyLook(target)),
  always: everyLook,
  holds: trace => stepsOf(trace, 'restrict_self').every(({ outcome }) => outcome === 'OK'),
  refutedBy: withOutcome('STUCK', op => op.kind === 'restrict_self'),
}
