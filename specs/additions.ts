import { bitOf } from './model/rights.js'
import { namesOf } from './names-of.js'
import type { AttrFieldName, Mask, Op, OpOf } from './program.js'
import {
  addRuleFlags,
  fsRights,
  netRights,
  restrictSelfFlags,
  rulesetAttr,
  ruleTypes,
  scopes,
} from './uapi/landlock.js'

/** A thing of landlock.h, and the ABI that brought it: `network right bind_udp`, 10. */
export type Addition = { readonly name: string; readonly abi: number }

type AbiTable = Readonly<Record<string, { readonly abi: number }>>
type Bits = Readonly<Record<string, { readonly bit: number; readonly abi: number }>>

const named = (what: string, table: AbiTable): readonly Addition[] =>
  Object.entries(table).map(([name, { abi }]) => ({ name: `${what} ${name}`, abi }))

/** The words before the name of a thing. */
const what = {
  fs: 'file system right',
  net: 'network right',
  scope: 'scope',
  addRule: 'add_rule flag',
  restrictSelf: 'restrict_self flag',
  type: 'rule type',
  field: 'ruleset field',
} as const

/** Everything that landlock.h names, without the queries: what those answer is what a target reports. */
export const additions: readonly Addition[] = [
  ...named(what.fs, fsRights),
  ...named(what.net, netRights),
  ...named(what.scope, scopes),
  ...named(what.addRule, addRuleFlags),
  ...named(what.restrictSelf, restrictSelfFlags),
  ...named(what.type, ruleTypes),
  ...named(what.field, rulesetAttr),
]

const byBits = (words: string, table: Bits, bits: readonly number[]): readonly Addition[] =>
  Object.entries(table)
    .filter(([, { bit }]) => bits.includes(bit))
    .map(([name, { abi }]) => ({ name: `${words} ${name}`, abi }))

const bitsIn = (flags = 0): readonly number[] =>
  Array.from({ length: 32 }, (_, bit) => bit).filter(bit => Math.floor(flags / 2 ** bit) % 2 === 1)

/** The class of rights that a field of the attribute holds. */
const classOf = (field: AttrFieldName): readonly [string, Bits] => {
  if (field.endsWith('fs')) return [what.fs, fsRights]
  return field.endsWith('net') ? [what.net, netRights] : [what.scope, scopes]
}

const ofField = (field: AttrFieldName, bits: readonly number[]): readonly Addition[] => {
  if (bits.length === 0) return []
  return [{ name: `${what.field} ${field}`, abi: rulesetAttr[field].abi }, ...byBits(...classOf(field), bits)]
}

/** The bits of the last byte that belong to a field, if that byte is one of the field's. */
const lastBits = (
  { size, last_byte = 0 }: OpOf<'create_ruleset'>,
  field: AttrFieldName,
): readonly number[] => {
  const { offset, size: width } = rulesetAttr[field]
  const byte = size - 1 - offset
  return byte < 0 || byte >= width ? [] : bitsIn(last_byte).map(bit => bit + byte * 8)
}

const ofRuleset = (op: OpOf<'create_ruleset'>): readonly Addition[] =>
  namesOf(rulesetAttr).flatMap(field => {
    const mask: Mask = (op.attr === null || op.attr === 'unmapped' ? undefined : op.attr[field]) ?? []
    return ofField(field, [...mask.map(bitOf), ...lastBits(op, field)])
  })

const ofRule = ({ attr, type, flags }: OpOf<'add_rule'>): readonly Addition[] => {
  const isRule = attr !== null && attr !== 'unmapped'
  const types = Object.entries(ruleTypes).filter(([name, { value }]) => name === type || value === type)
  const [words, table]: readonly [string, Bits] =
    isRule && 'port' in attr ? [what.net, netRights] : [what.fs, fsRights]
  return [
    ...types.map(([name, { abi }]) => ({ name: `${what.type} ${name}`, abi })),
    ...byBits(what.addRule, addRuleFlags, bitsIn(flags)),
    ...(isRule ? byBits(words, table, attr.allowed_access.map(bitOf)) : []),
  ]
}

/** The things of landlock.h that an op uses. */
export const additionsIn = (op: Op): readonly Addition[] => {
  switch (op.kind) {
    case 'create_ruleset':
      return ofRuleset(op)
    case 'add_rule':
      return ofRule(op)
    case 'restrict_self':
      return byBits(what.restrictSelf, restrictSelfFlags, bitsIn(op.flags))
    default:
      return []
  }
}

/** The additions that one ABI brought. */
export const additionsOf = (abi: number): readonly Addition[] => additions.filter(one => one.abi === abi)

/** The newest ABI that the specs know. */
export const newestAbi = Math.max(...additions.map(({ abi }) => abi))
