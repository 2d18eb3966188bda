import fc from 'fast-check'
import { program } from '../arbitrary/ops.js'
import { races } from '../ops/races.js'
import type { Program } from '../program.js'
import type { Spec } from '../spec.js'
import type { Target } from '../target.js'
import { withOutcome } from '../wrong.js'

const tries = 10_000

const everyRace = (_target: Target): readonly Program[] =>
  races.filter(pair => pair !== 'tsync_tsync').map(pair => program({ kind: 'race', pair, tries }))

/**
 * Two threads that act at once get nothing that neither gets alone: in 10,000 tries of each race no port is reached, given
 * or granted that no rule names. The outcome is the number of tries without one.
 */
export const racesOpenNoPort: Spec = {
  name: 'races-open-no-port',
  onDemand: true,
  programs: target => fc.constantFrom(...everyRace(target)),
  always: everyRace,
  holds: trace => trace.every(({ op, outcome }) => op.kind === 'race' && outcome === `=${op.tries}`),
  refutedBy: withOutcome(`=${tries - 1}`, op => op.kind === 'race'),
}
