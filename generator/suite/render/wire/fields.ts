import { attrSize } from '../../../../specs/attr-size.js'
import { bitOf } from '../../../../specs/model/rights.js'
import { isNameOf, namesOf } from '../../../../specs/names-of.js'
import { type AnyField, type Treatments, treating } from '../../../../specs/ops/op.js'
import {
  devices,
  hosts,
  type NoAttr,
  noDescriptor,
  parents,
  typeOfAttr,
} from '../../../../specs/ops/values.js'
import type {
  Address,
  Mask,
  PathBeneathAttr,
  Port,
  RuleAttr,
  RulesetAttr,
  RulesetRef,
} from '../../../../specs/program.js'
import type { Target } from '../../../../specs/target.js'
import { rulesetAttr } from '../../../../specs/uapi/landlock.js'
import { families, protocols, socketTypes } from '../../../../specs/uapi/socket.js'
import { isObject } from '../parts.js'
import { formOf, noRuleset } from './forms.js'

/** A number on the wire; masks and ports have up to 64 bits. */
export type Value = number | bigint

/** A field as numbers: always as many, since the executor finds the next field behind them. */
type Encoding<Result> = Treatments<Target, Result>

const one = (_: unknown, value: number): readonly Value[] => [value]

const named = <T extends string>(name: T | number, numbers: Readonly<Record<T, number>>): number =>
  typeof name === 'number' ? name : numbers[name]

/** The bytes that templates/executor/words.h has for an attribute of a ruleset. */
export const attrBytes = 56

const widths = { address: 6, rule: 5, attr: 1 + attrBytes / 8 } as const

const zeros: readonly Value[] = Array.from({ length: Math.max(...Object.values(widths)) }, () => 0)

const padded = (values: readonly Value[], width: number): readonly Value[] => [
  ...values,
  ...zeros.slice(values.length, width),
]

/** The numbers of each kind of field. What a slot is made for, and which word it is, stands in front of all fields. */
const encodings: Encoding<readonly Value[]> = {
  made: () => [],
  word: () => [],
  slot: one,
  ruleset: (_, ref) => [rulesetOf(ref)],
  actor: one,
  flags: (_, value = 0) => [value],
  number: (_, value = 0) => [value],
  size: one,
  constant: ({ table, numberOn }, value = 0, target) => [
    typeof value === 'string' && numberOn !== undefined ? numberOn(value, target) : named(value, table),
  ],
  set: ({ table }, names = []) => [names.reduce((mask, name) => mask | (1 << (table[name] ?? 0)), 0)],
  sign: (_, isSet = false) => [isSet ? 1 : 0],
  address: (_, address) => padded(addressOf(address), widths.address),
  rule: (_, attr) => padded(ruleOf(attr), widths.rule),
  attr: (_, attr, target) => padded(attrOf(attr, target), widths.attr),
}

/** A field as numbers. */
export const encodeField = treating(encodings)

function addressOf(address: Address | undefined): readonly Value[] {
  if (address === undefined) return [formOf('address_form', 'NO_ADDRESS')]
  if ('name' in address) return unixOf(address.name)
  if ('hash' in address) return [formOf('address_form', 'ALG_HASH'), packed(address.hash)]
  if ('device' in address)
    return [formOf('address_form', 'PACKETS'), address.protocol, devices.indexOf(address.device)]
  if ('cid' in address) return [formOf('address_form', 'VSOCK'), address.cid, 0, ...portOf(address.port)]
  const { family, host, port, length } = address
  const layout = formOf('address_form', host.includes(':') ? 'IPV6' : 'IPV4')
  return [layout, families[family], hosts.indexOf(host), ...portOf(port), length ?? -1]
}

const unixOf = (name: string): readonly Value[] =>
  name === ''
    ? [formOf('address_form', 'NAMELESS')]
    : [formOf('address_form', name.startsWith('@') ? 'ABSTRACT' : 'PATHNAME'), packed(name.slice(1))]

/** A short name as one number, the first byte lowest. */
function packed(name: string): bigint {
  const bytes = new TextEncoder().encode(name)
  if (bytes.length > 8) throw new Error(`the name ${name} is longer than 8 bytes`)
  return bytes.reduceRight((sum, byte) => sum * 256n + BigInt(byte), 0n)
}

function portOf(port: Port): readonly Value[] {
  if (typeof port === 'number') return [formOf('port_form', 'BY_NUMBER'), port]
  return port.startsWith('of:')
    ? [formOf('port_form', 'OF_SOCKET'), Number(port.slice(3))]
    : [formOf('port_form', 'BY_LETTER'), port.charCodeAt(0)]
}

function rulesetOf(ref: RulesetRef): Value {
  if (ref === noDescriptor) return noRuleset.noDescriptor
  return typeof ref === 'number' ? ref : noRuleset[ref]
}

const maskOf = (mask: Mask = []): Value =>
  mask.length === 0 ? 0 : mask.reduce((sum, right) => sum | (1n << BigInt(bitOf(right))), 0n)

const ruleForms = {
  net_port: 'NET_PORT',
  path_beneath: 'PATH_BENEATH',
  socket: 'SOCKET',
  socket_v4: 'SOCKET_V4',
} as const

function ruleOf(attr: RuleAttr | NoAttr): readonly Value[] {
  if (!isObject(attr)) return [formOf('rule_form', attr === null ? 'NULL_RULE' : 'UNMAPPED_RULE')]
  const head = [formOf('rule_form', ruleForms[typeOfAttr(attr)]), maskOf(attr.allowed_access)]
  if ('port' in attr) return [...head, ...portOf(attr.port)]
  if ('parent' in attr) return [...head, ...parentOf(attr)]
  const family = 'domain' in attr ? attr.domain : attr.family
  const protocol = 'domain' in attr ? 0 : named(attr.protocol, protocols)
  return [...head, named(family, families), named(attr.type, socketTypes), protocol]
}

const words: readonly string[] = parents

function parentOf({ parent }: PathBeneathAttr): readonly Value[] {
  const form = words.indexOf(parent)
  return form < 0 ? [formOf('parent', 'PATH'), packed(parent.slice(1))] : [form]
}

function attrOf(attr: RulesetAttr | NoAttr, target: Target): readonly Value[] {
  if (!isObject(attr)) return [formOf('attr_form', attr === null ? 'NULL_POINTER' : 'UNMAPPED')]
  return [formOf('attr_form', 'OWN'), ...wordsOf(attr, target)]
}

/** Field by field, as they stand in memory on a kernel of that ABI. */
function wordsOf(attr: RulesetAttr, { abi }: Target): readonly Value[] {
  const words = zeros.slice(0, attrBytes / 8)
  for (const name of namesOf(rulesetAttr)) words[rulesetAttr[name].offset / 8] = maskOf(attr[name])
  if (attr.handled_access_socket !== undefined) words[attrSize(abi) / 8] = maskOf(attr.handled_access_socket)
  return words
}

/** Where the executor finds a field: at which number, and where the other fields of the op are. */
type WirePlace = { readonly first: number; readonly textOf: (field: string) => string }

const value = (_: unknown, __: unknown, { first }: WirePlace): string => `V(${first})`

/** What the executor passes to a call for each kind of field, out of its numbers. */
const decodings: Treatments<WirePlace, string> = {
  made: value,
  word: value,
  actor: value,
  flags: value,
  number: value,
  size: value,
  constant: value,
  set: value,
  slot: ({ of, table }, _, { first }) => (of === undefined ? `${table}[V(${first})]` : `V(${first})`),
  sign: ({ c }, _, { first }) => `V(${first}) ? ${c} : 0`,
  ruleset: (_, __, { first }) => `ruleset_from(op, ${first}, ruleset)`,
  address: (_, __, { first }) => `address_from(op, ${first}, sock)`,
  rule: ({ ruleset }, _, { first, textOf }) => `rule_attr_from(op, ${first}, sock, ${textOf(ruleset)})`,
  attr: (_, __, { first }) => `ruleset_attr_from(op, ${first})`,
}

const decode = treating(decodings)

/** The C by which the executor reads a field. */
export const decodeField = (field: AnyField, place: WirePlace): string => decode(field, undefined, place)

/** How many numbers a field is. */
export const widthOf = ({ field }: AnyField): number => {
  if (field === 'made' || field === 'word') return 0
  return isNameOf(widths, field) ? widths[field] : 1
}
