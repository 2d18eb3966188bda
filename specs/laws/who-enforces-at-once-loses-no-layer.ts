import fc from 'fast-check'
import { program } from '../arbitrary/ops.js'
import type { Spec } from '../spec.js'
import { has } from '../target.js'
import { restrictSelfFlags } from '../uapi/landlock.js'
import { withOutcome } from '../wrong.js'

const tries = 400

const race = program({ kind: 'race', pair: 'tsync_tsync', tries })

/**
 * Two threads that enforce for all threads at once both succeed, also when a signal comes meanwhile, and none of sixteen layers is lost.
 * The outcome is the number of tries without one.
 */
export const whoEnforcesAtOnceLosesNoLayer: Spec = {
  name: 'who-enforces-at-once-loses-no-layer',
  applies: target => has(target, restrictSelfFlags.tsync),
  onDemand: true,
  programs: () => fc.constant(race),
  always: () => [race],
  holds: trace => trace.every(({ op, outcome }) => op.kind === 'race' && outcome === `=${op.tries}`),
  refutedBy: withOutcome(`=${tries - 1}`, op => op.kind === 'race'),
}
