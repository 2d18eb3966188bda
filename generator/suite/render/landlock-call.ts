import { handledAccessSocketSize } from '../../../specs/designs/uapi.js'
import { attrSize as sizeOfAbi } from '../../../specs/model/rulesets.js'
import type {
  NetPortAttr,
  OpOf,
  PathBeneathAttr,
  RuleAttr,
  RulesetAttr,
  SocketAttr,
  SocketV4Attr,
} from '../../../specs/program.js'
import type { Target } from '../../../specs/target.js'
import {
  addRuleFlags,
  createRulesetFlags,
  restrictSelfFlags,
  rulesetAttr,
} from '../../../specs/uapi/landlock.js'
import type { Call } from './call.js'
import { isObject } from './parts.js'
import { flagsOf, integer, maskOf, portOf, prefixOf, rulesetOf } from './symbols.js'

/** The bytes of struct landlock_ruleset_attr as templates/calls/landlock_uapi.h has it, which is that of the newest ABI. */
const attrSize = Object.values(rulesetAttr).reduce((size, field) => size + field.size, 0)

/** What the layout of an attribute depends on: the field of the designs stands behind those of the ABI. */
export type Base = Pick<Target, 'abi'>

/** The struct of an attribute: that of the newest ABI, or with a field of the designs that of the kernel under test. */
export const structOf = (attr: RulesetAttr): string =>
  attr.handled_access_socket === undefined ? 'landlock_ruleset_attr' : 'landlock_designs_attr'

/** Its bytes as templates/calls/landlock_uapi.h or the rendered landlock_designs.h has it. */
const structSize = (attr: RulesetAttr, { abi }: Base): number =>
  attr.handled_access_socket === undefined ? attrSize : sizeOfAbi(abi) + handledAccessSocketSize

/** landlock_create_ruleset(2) with an attribute of the step's own, or with a pointer to nothing. */
export function createRuleset(op: OpOf<'create_ruleset'>, index: number, base: Base): Call {
  const { kind, attr, size, last_byte } = op
  const isOwn = isObject(attr)
  const whole = isOwn ? structSize(attr, base) : 0
  return {
    kind,
    attr: isOwn ? `&attr_${index}` : pointerOf(attr),
    size: isOwn && size === whole ? `sizeof(attr_${index})` : integer(size),
    sized: isOwn && (size > whole || last_byte !== undefined),
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
  const kind = typeOfAttr(attr)
  const fields = fieldsOf(attr, op)
  const isMerged = kind === 'net_port' || kind === 'path_beneath'
  if (type === kind && isMerged) return { add: `add_${kind}`, args: fields }
  return { add: 'add_rule', args: `${typeOf(type)}, ${kind}_attr(${fields})` }
}

/** The type of rule that an attribute is one of. */
export function typeOfAttr(attr: RuleAttr): 'net_port' | 'path_beneath' | 'socket' | 'socket_v4' {
  if ('port' in attr) return 'net_port'
  if ('parent' in attr) return 'path_beneath'
  return 'domain' in attr ? 'socket' : 'socket_v4'
}

function fieldsOf(attr: RuleAttr, op: OpOf<'add_rule'>): string {
  if ('port' in attr) return netPort(attr)
  return 'parent' in attr ? pathBeneath(attr, op) : socket(attr)
}

const socket = (attr: SocketAttr | SocketV4Attr): string => {
  const allowed = maskOf(prefixOf('allowed_access_socket'), attr.allowed_access)
  return 'domain' in attr
    ? `${allowed}, ${attr.domain}, ${attr.type}`
    : `${allowed}, ${attr.family}, ${attr.type}, ${attr.protocol}`
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
