import { create, program } from '../arbitrary/ops.js'
import { attrSize } from '../attr-size.js'
import type { AttrFieldName, Op, Program, RulesetAttr } from '../program.js'
import type { Target } from '../target.js'
import {
  addRuleFlags,
  fsRights,
  netRights,
  restrictSelfFlags,
  rulesetAttr,
  scopes,
} from '../uapi/landlock.js'

/** A ruleset as small as it can be with a field in it. */
const ruleset = (field: AttrFieldName, attr: RulesetAttr): Op => ({
  kind: 'create_ruleset',
  as: 0,
  attr,
  size: attrSize(rulesetAttr[field].abi),
})

const handling = (field: AttrFieldName, rights: Readonly<Record<string, unknown>>): readonly Op[] =>
  Object.keys(rights).map(right => ruleset(field, { [field]: [right] }))

const quiet = (field: 'fs' | 'net', right: string): Op =>
  ruleset(`quiet_access_${field}`, {
    [`handled_access_${field}`]: [right],
    [`quiet_access_${field}`]: [right],
  })

/** A bit of the flags that no ABI has. */
const unknownFlag = 2 ** 30

const restrict = (ruleset: 0 | 'none', flags: number): Op => ({ kind: 'restrict_self', ruleset, flags })

const quietRule: Op = {
  kind: 'add_rule',
  ruleset: 0,
  type: 'net_port',
  attr: { allowed_access: ['bind_tcp'], port: 'a' },
  flags: 2 ** addRuleFlags.quiet.bit,
}

const flagged = (target: Target): readonly Program[] => [
  ...Object.values(restrictSelfFlags).map(({ bit }) =>
    program(create(target, 0, { handled_access_fs: ['execute'] }), restrict(0, 2 ** bit)),
  ),
  program({ kind: 'drop_caps' }, restrict('none', unknownFlag)),
  program(create(target, 0, { handled_access_net: ['bind_tcp'] }), quietRule),
]

/** What uses one thing of landlock.h each, the same on either side; `target` is the one of the lower ABI. */
export const uses = (target: Target): readonly Program[] => [
  program({ kind: 'query', what: 'abi' }),
  program({ kind: 'query', what: 'errata' }),
  ...[
    ...handling('handled_access_fs', fsRights),
    ...handling('handled_access_net', netRights),
    ...handling('scoped', scopes),
    quiet('fs', 'execute'),
    quiet('net', 'bind_tcp'),
    ruleset('quiet_scoped', { scoped: ['signal'], quiet_scoped: ['signal'] }),
  ].map(op => program(op)),
  ...flagged(target),
]
