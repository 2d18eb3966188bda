import type { NetPortAttr, OpOf, PathBeneathAttr } from '../../specs/program.js'
import {
  addRuleFlags,
  createRulesetFlags,
  restrictSelfFlags,
  rulesetAttr,
} from '../../specs/uapi/landlock.js'
import type { Call } from './call.js'
import { isObject } from './parts.js'
import { flagsOf, integer, maskOf, portOf, prefixOf, rulesetOf } from './symbols.js'

/** The bytes of struct landlock_ruleset_attr as templates/landlock_uapi.h has it. */
const attrSize = Object.values(rulesetAttr).reduce((size, field) => size + field.size, 0)

/** landlock_create_ruleset(2) with an attribute of the step's own, or with a pointer to nothing. */
export function createRuleset(op: OpOf<'create_ruleset'>, index: number): Call {
  const { kind, attr, size, last_byte } = op
  const isOwn = isObject(attr)
  return {
    kind,
    attr: isOwn ? `&attr_${index}` : pointerOf(attr),
    size: isOwn && size === attrSize ? `sizeof(attr_${index})` : integer(size),
    sized: isOwn && (size > attrSize || last_byte !== undefined),
    lastByte: last_byte ?? 0,
    flags: flagsOf('LANDLOCK_CREATE_RULESET_', createRulesetFlags, op.flags),
  }
}

const pointerOf = (attr: null | 'unmapped'): string => (attr === null ? 'NULL' : 'NOWHERE')

/** landlock_add_rule(2); an attribute that fits the type is told by its fields alone. */
export function addRule(op: OpOf<'add_rule'>): Call {
  const { add, args } = ruleOf(op)
  const flags = flagsOf('LANDLOCK_ADD_RULE_', addRuleFlags, op.flags)
  return { kind: op.kind, add, ruleset: rulesetOf(op.ruleset), arguments: args, flags }
}

function ruleOf(op: OpOf<'add_rule'>): { readonly add: string; readonly args: string } {
  const { type, attr } = op
  if (!isObject(attr)) return { add: 'add_rule', args: `${typeOf(type)}, ${pointerOf(attr)}` }
  const kind = 'port' in attr ? 'net_port' : 'path_beneath'
  const fields = 'port' in attr ? netPort(attr) : pathBeneath(attr, op)
  if (type === kind) return { add: `add_${kind}`, args: fields }
  return { add: 'add_rule', args: `${typeOf(type)}, ${kind}_attr(${fields})` }
}

const typeOf = (type: OpOf<'add_rule'>['type']): string =>
  typeof type === 'number' ? String(type) : `LANDLOCK_RULE_${type.toUpperCase()}`

const netPort = ({ allowed_access, port }: NetPortAttr): string =>
  `${maskOf(prefixOf('allowed_access_net'), allowed_access)}, ${portOf(port)}`

const pathBeneath = ({ allowed_access, parent }: PathBeneathAttr, op: OpOf<'add_rule'>): string => {
  const fds = { directory: 'directory_fd()', none: '-1', ruleset: rulesetOf(op.ruleset) }
  return `${maskOf(prefixOf('allowed_access_fs'), allowed_access)}, ${fds[parent]}`
}

/** landlock_restrict_self(2). */
export const restrictSelf = ({ kind, ruleset, flags }: OpOf<'restrict_self'>): Call => ({
  kind,
  ruleset: rulesetOf(ruleset),
  flags: flagsOf('LANDLOCK_RESTRICT_SELF_', restrictSelfFlags, flags),
})
