import fc from 'fast-check'
import {
  addPathRule,
  addRule,
  connectName,
  create,
  enforce,
  program,
  rightsOf,
  sendName,
  unix,
  unixServer,
  unixTypes,
} from '../arbitrary/ops.js'
import type { Op } from '../program.js'
import type { Spec } from '../spec.js'
import { namesIn, type Target } from '../target.js'
import { stepsOf } from '../trace.js'
import { fsRights, scopes } from '../uapi/landlock.js'
import { withLayers } from '../wrong.js'

/** A rule for every right on ports, and one for every right on files in the directory of the program. */
const allRules = (target: Target): readonly Op[] => [
  addRule(0, { allow: rightsOf(target), port: 'a' }),
  addRule(0, { allow: rightsOf(target), port: 0 }),
  addPathRule(0, namesIn(target, fsRights)),
]

/** Scopes know no exceptions: whatever rules a layer has, what is outside of its scope stays out of reach. */
export const noRuleIsAnExceptionToAScope: Spec = {
  name: 'no-rule-is-an-exception-to-a-scope',
  applies: ({ abi }) => abi >= scopes.signal.abi,
  programs: target =>
    fc.record({ type: fc.constantFrom(...unixTypes), sends: fc.boolean() }).map(({ type, sends }) =>
      program(
        unixServer(0, '@s', type),
        { kind: 'fork', child: 1 },
        create(target, 0, {
          handled_access_fs: namesIn(target, fsRights),
          handled_access_net: rightsOf(target),
          scoped: ['abstract_unix_socket', 'signal'],
        }),
        allRules(target),
        enforce(0),
        unix(1, type),
        sends && type === 'SOCK_DGRAM' ? sendName(1, '@s') : connectName(1, '@s'),
        { kind: 'kill', target: 1 },
      ),
    ),
  holds: trace =>
    stepsOf(trace, 'add_rule').every(({ outcome }) => outcome === 'OK') &&
    stepsOf(trace, 'connect', 'sendto', 'kill').every(({ outcome }) => outcome === 'EPERM'),
  refutedBy: withLayers(
    layers => layers.map(layer => (layer.rules.size > 0 ? { ...layer, scoped: 0 } : layer)),
    ['connect', 'sendto', 'kill'],
  ),
}
