import { descriptions } from '../../../specs/ops/all.js'
import { fill, type Treatments, treating } from '../../../specs/ops/op.js'
import { type PathBeneathAttr, type RuleAttr, sizeMax, typeOfAttr } from '../../../specs/ops/values.js'
import type { Op } from '../../../specs/program.js'
import { type Base, structSize } from './attr-struct.js'
import { isObject } from './parts.js'
import { addressOf, flagsOf, integer, maskOf, portOf, prefixOf, rulesetOf, text } from './symbols.js'

/** Where a field is rendered: which step of which program for which kernel, and what the other fields of the op are. */
type Where = {
  readonly index: number
  readonly base: Base
  readonly isSpread: boolean
  readonly held: (field: string) => unknown
  readonly textOf: (field: string) => string
}

const pointerOf = (attr: null | 'unmapped'): string => (attr === null ? 'NULL' : 'NOWHERE')

const parentOf = ({ parent }: PathBeneathAttr, ruleset: string): string => {
  if (parent === 'directory') return 'directory_fd()'
  if (parent === 'none') return '-1'
  return parent === 'ruleset' ? ruleset : `path_fd(${text(parent.slice(1))})`
}

/** What an attribute of a rule is made of, as arguments of C. */
function membersOf(attr: RuleAttr, ruleset: string): string {
  const allowed = (field: string): string => maskOf(prefixOf(field), attr.allowed_access)
  if ('port' in attr) return `${allowed('allowed_access_net')}, ${portOf(attr.port)}`
  if ('parent' in attr) return `${allowed('allowed_access_fs')}, ${parentOf(attr, ruleset)}`
  const kind = 'domain' in attr ? [attr.domain, attr.type] : [attr.family, attr.type, attr.protocol]
  return [allowed('allowed_access_socket'), ...kind].join(', ')
}

/** An argument of C for each kind of field. */
const args: Treatments<Where, string> = {
  made: (_, slot) => `${slot}`,
  slot: ({ of, table }, slot) => (of === undefined ? `${table}[${slot}]` : `${slot}`),
  ruleset: (_, ref) => rulesetOf(ref),
  actor: (_, actor) => `${actor}`,
  flags: ({ prefix, table }, value) => flagsOf(prefix, table, value),
  number: (_, value = 0) => `${value}`,
  address: (_, address) => (address === undefined ? 'NULL' : addressOf(address)),
  rule: ({ ruleset }, attr, { isSpread, textOf }) => {
    if (!isObject(attr)) return pointerOf(attr)
    const members = membersOf(attr, textOf(ruleset))
    return isSpread ? members : `${typeOfAttr(attr)}_attr(${members})`
  },
  attr: (_, attr, { index }) => (isObject(attr) ? `&attr_${index}` : pointerOf(attr)),
  size: ({ of }, size, { index, base, held }) => {
    const attr = held(of)
    if (size === sizeMax) return 'SIZE_MAX'
    return isObject(attr) && size === structSize(attr, base) ? `sizeof(attr_${index})` : integer(size)
  },
  constant: ({ prefix }, value = 0) =>
    typeof value === 'number' || prefix === '' ? `${value}` : prefix + value.toUpperCase(),
  word: ({ c }, value) => c(value),
  set: (_, names = []) => names.map(name => `1ULL << ${name}`).join(' | '),
  sign: ({ c }, isSet = false) => (isSet ? c : '0'),
}

const treat = treating(args)

/** The call of one op in C. */
export function callOf(op: Op, index: number, base: Base): string {
  const { kind, fields, refused, ...description } = descriptions[op.kind]
  if (refused?.when(op)) throw new Error(`${kind}: ${refused.error}`)
  const held = (name: string): unknown => Reflect.get(op, name)
  const textOf = (name: string, isSpread = false): string => {
    const field = fields[name]
    if (field === undefined) throw new Error(`${kind} has no field ${name}`)
    return treat(field, held(name), { index, base, isSpread, held, textOf })
  }
  const form = description.c[description.form(op, attr => structSize(attr, base))]
  const template = description.short?.(op) ?? form
  if (template === undefined) throw new Error(`${kind} has no call of its form`)
  return fill(template, textOf)
}
