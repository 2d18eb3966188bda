import { ending } from '../arbitrary/ends.js'
import { byRoute, create, enforce } from '../arbitrary/ops.js'
import { dupRuleset, receiveRuleset, sendRuleset } from '../arbitrary/passing.js'
import type { Op } from '../program.js'
import type { Spec } from '../spec.js'

const enforceByProgram = (ruleset: 0 | 1): Op => byRoute(enforce(ruleset), 'exec')

/** The descriptor of a new ruleset is closed by execve(2), so a program that is executed cannot enforce it; a duplicate, or one that was received, stays, and may be enforced without capabilities of the caller. */
export const aRulesetDescriptorEndsWithExecve: Spec = {
  name: 'a-ruleset-descriptor-ends-with-execve',
  ...ending(target => {
    const made = create(target, 0, { handled_access_net: ['bind_tcp'] })
    return [
      { ops: [made, enforceByProgram(0)], ends: 'EBADF' },
      { ops: [made, byRoute(enforce(0), 'fork')], ends: 'OK' },
      { ops: [made, dupRuleset(0, 1), enforceByProgram(1)], ends: 'OK' },
      { ops: [made, dupRuleset(0, 1), enforceByProgram(0)], ends: 'EBADF' },
      { ops: [made, sendRuleset(0), receiveRuleset(1), enforceByProgram(1)], ends: 'OK' },
      { ops: [made, dupRuleset(0, 1), { kind: 'drop_caps' }, enforceByProgram(1)], ends: 'OK' },
      { ops: [made, dupRuleset(0, 1), { kind: 'drop_caps' }, byRoute(enforce(1), 'fork')], ends: 'EPERM' },
      { ops: [byRoute({ kind: 'restrict_self', ruleset: 'foreign' }, 'exec')], ends: 'EBADF' },
    ]
  }),
}
