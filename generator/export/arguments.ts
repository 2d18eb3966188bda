import { attrSize } from '../../specs/attr-size.js'
import { descriptions } from '../../specs/ops/all.js'
import { type AnyField, fill, treating } from '../../specs/ops/op.js'
import { noDescriptor, type RuleAttr, sizeMax } from '../../specs/ops/values.js'
import type { Op } from '../../specs/program.js'
import { isObject } from '../suite/render/parts.js'
import { flagsOf, integer, maskOf, prefixOf } from '../suite/render/symbols.js'
import { formOfCall } from './form-of-call.js'
import type { SlotNames } from './names.js'
import { accessValue, addressValue, attrValue, type CValue, ruleAttrValue } from './values.js'

type ArgumentPlace = {
  readonly op: Op
  readonly abi: number
  readonly names: SlotNames
  readonly isSpread: boolean
  readonly place: (value: CValue) => string
  readonly textOf: (field: string) => string
  readonly nameOf: string
}

/** The variable of a descriptor that is none of a ruleset: it is there before a sandbox keeps it from being opened. */
export const foreign = 'null_fd'

const socketOf = (port: unknown): number | undefined =>
  typeof port === 'string' && port.startsWith('of:') ? Number(port.slice(3)) : undefined

function ruleText(attr: RuleAttr, { isSpread, names, place }: ArgumentPlace, ruleset: string): string {
  if ('parent' in attr) {
    const parent = attr.parent === 'none' ? '-1' : ruleset
    const is = maskOf(prefixOf('allowed_access_fs'), attr.allowed_access)
    return `${place({ name: 'access', type: '__u64', is })}, ${parent}`
  }
  if (!('port' in attr)) throw new Error('a rule for neither a port nor a path')
  if (!isSpread)
    return place({ name: 'rule', type: 'struct landlock_net_port_attr', is: ruleAttrValue(attr) })
  const access = place({ name: 'access', type: '__u64', is: accessValue(attr.allowed_access) })
  const of = socketOf(attr.port)
  return of === undefined
    ? `${access}, ${place({ name: 'port', type: '__u64', is: integer(Number(attr.port)) })}`
    : `${access}, port_of(${names('sock', of)})`
}

const pointerOf = (attr: null | 'unmapped'): string => (attr === null ? 'NULL' : '(void *)1UL')

const treat = treating<ArgumentPlace, string>({
  made: (_, slot) => `${slot}`,
  slot: ({ table }, slot, { names }) => names(table, slot),
  ruleset: (_, ref, { names }) => {
    if (ref === 'foreign') return foreign
    return ref === 'none' ? '-1' : ref === noDescriptor ? '-2' : names('ruleset', ref)
  },
  actor: (_, actor) => `${actor}`,
  flags: ({ prefix, table }, is, { place }) =>
    place({ name: 'flags', type: '__u32', is: flagsOf(prefix, table, is) }),
  number: (_, is = 0, { place, nameOf }) => place({ name: nameOf, type: 'int', is: `${is}` }),
  address: (_, address, { place, names }) => {
    if (address === undefined) return 'NULL'
    const placed = place({ name: 'address', type: 'struct address', is: addressValue(address) })
    const of = 'port' in address ? socketOf(address.port) : undefined
    return of === undefined ? placed : `with_port_of(${names('sock', of)}, ${placed})`
  },
  rule: ({ ruleset }, attr, where) =>
    isObject(attr) ? ruleText(attr, where, where.textOf(ruleset)) : pointerOf(attr),
  attr: (_, attr, { place }) =>
    isObject(attr)
      ? place({ name: 'attr', type: 'struct landlock_ruleset_attr', is: attrValue(attr) })
      : pointerOf(attr),
  size: ({ of }, size, { op, abi, place }) => {
    const attr: unknown = Reflect.get(op, of)
    const is = size === sizeMax ? 'SIZE_MAX' : `${size}`
    const isWhole = isObject(attr) && size === attrSize(abi)
    return place({ name: 'size', type: 'size_t', is: isWhole ? 'sizeof(struct landlock_ruleset_attr)' : is })
  },
  constant: ({ prefix }, value = 0, { place, nameOf }) => {
    const is = typeof value === 'number' || prefix === '' ? `${value}` : prefix + value.toUpperCase()
    return place({ name: nameOf, type: 'int', is })
  },
  word: ({ c }, value) => c(value),
  set: (_, names = []) => names.map(name => `CAP_TO_MASK(${name})`).join(' | '),
  sign: ({ c }, isSet = false, { place, nameOf }) =>
    place({ name: nameOf, type: 'int', is: isSet ? c : '0' }),
})

/** The call of an op in C, with `{0}` for the first of its values. */
export function callOf(
  op: Op,
  names: SlotNames,
  abi: number,
): { readonly call: string; readonly values: readonly CValue[] } {
  const description = descriptions[op.kind]
  const fields: Readonly<Record<string, AnyField>> = description.fields
  const values: CValue[] = []
  const place = (value: CValue): string => `{${values.push(value) - 1}}`
  const textOf = (name: string, isSpread = false): string => {
    const field = fields[name]
    if (field === undefined) throw new Error(`${op.kind} has no field ${name}`)
    return treat(field, Reflect.get(op, name), { op, abi, names, isSpread, place, textOf, nameOf: name })
  }
  return { call: fill(formOfCall(op, abi), textOf), values }
}
