import fc from 'fast-check'
import { program } from '../arbitrary/ops.js'
import { isWithin } from '../needs.js'
import { races } from '../ops/races.js'
import type { Op, Program } from '../program.js'
import type { Spec } from '../spec.js'
import type { Target } from '../target.js'
import { withOutcome } from '../wrong.js'

const tries = 10_000

const everyRace = (target: Target): readonly Program[] =>
  races
    .filter(pair => pair !== 'tsync_tsync')
    .map((pair): Op => ({ kind: 'race', pair, tries }))
    .filter(race => isWithin(target, race))
    .map(race => program(race))

/**
 * Two threads that act at once get nothing that neither gets alone: in 10,000 tries of each race no port is reached, given
 * or granted that no rule names. The outcome is the number of tries without one.
 */
export const racesOpenNoPort: Spec = {
  name: 'races-open-no-port',
  applies: target => everyRace(target).length > 0,
  onDemand: true,
  programs: target => fc.constantFrom(...everyRace(target)),
  always: everyRace,
  holds: trace => trace.every(({ op, outcome }) => op.kind === 'race' && outcome === `=${op.tries}`),
  refutedBy: withOutcome(`=${tries - 1}`, op => op.kind === 'race'),
}
