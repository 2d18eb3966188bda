import { ending } from '../arbitrary/ends.js'
import { by, create, layer } from '../arbitrary/ops.js'
import { receiveRuleset, takeRuleset } from '../arbitrary/passing.js'
import type { Op } from '../program.js'
import type { Spec } from '../spec.js'

/** A descriptor of a ruleset is received where one waits, and taken from whoever is not further out, before it is told whether there is one. */
export const aRulesetIsPassedAsASocketIs: Spec = {
  name: 'a-ruleset-is-passed-as-a-socket-is',
  ...ending(target => {
    const fork: Op = { kind: 'fork', child: 1 }
    const made = by(1, create(target, 0, { handled_access_net: ['bind_tcp'] }))
    const inside = layer(target, 2, ['bind_tcp'])
    return [
      { ops: [receiveRuleset(0)], ends: 'EAGAIN' },
      { ops: [fork, made, takeRuleset(1, 0, 0)], ends: 'OK' },
      { ops: [fork, takeRuleset(1, 0, 0)], ends: 'EBADF' },
      { ops: [fork, made, inside, takeRuleset(1, 0, 0)], ends: 'EPERM' },
      { ops: [fork, inside, takeRuleset(1, 0, 0)], ends: 'EPERM' },
    ]
  }),
}
