import { newestAbi } from '../../../specs/additions.js'
import { attrSize } from '../../../specs/attr-size.js'
import { bitOf } from '../../../specs/model/rights.js'
import { namesOf } from '../../../specs/names-of.js'
import type { Op, Program } from '../../../specs/program.js'
import { abiOf } from '../uapi/abi.js'

/** Where a tree declares what user space may use, and says its ABI. */
export const headerPath = 'include/uapi/linux/landlock.h'
export const syscallsPath = 'security/landlock/syscalls.c'

/** What of landlock.h a kernel has and the specs do not: masks and flags by bit, rule types by value, and whether the attribute grew. */
export type Ahead = {
  /** Each thing as it stands in the header; the ABI, if that is newer. */
  readonly names: readonly string[]
  readonly bits: Readonly<Record<string, readonly number[]>>
  readonly types: readonly number[]
  readonly hasNewFields: boolean
}

/** The groups of landlock.h's constants that are bits, by what their names begin with. */
const groups = [
  'ACCESS_FS_',
  'ACCESS_NET_',
  'SCOPE_',
  'CREATE_RULESET_',
  'ADD_RULE_',
  'RESTRICT_SELF_',
] as const

type Group = (typeof groups)[number]

/** Reads what landlock.h and syscalls.c of a tree have that the specs do not know, whatever else is in them. */
export function aheadIn(header: string, syscalls: string): Ahead {
  const code = header.replace(/\/\*[\s\S]*?\*\//g, '').replace(/\/\/.*$/gm, '')
  const defines = [
    ...code.matchAll(/^#define[ \t]+LANDLOCK_([A-Z]\w*)[ \t]+\(?1U?L*[ \t]*<<[ \t]*(\d+)\)?/gm),
  ]
    .map(([, name = '', bit = '']) => ({ name, bit: Number(bit) }))
    .filter(({ name }) => !abiOf.has(name))
  const bits = Object.fromEntries(
    groups.flatMap(group => {
      const own = defines.filter(({ name }) => name.startsWith(group)).map(({ bit }) => bit)
      return own.length === 0 ? [] : [[group, own] as const]
    }),
  )
  const types = typesIn(code).filter(({ name }) => !abiOf.has(name))
  const fields = fieldsIn(code).filter(name => !abiOf.has(`ruleset_attr.${name}`))
  const abi = Number(
    /\b(?:landlock_abi_version|LANDLOCK_ABI_VERSION)\b\s*=?\s*(\d+)/.exec(syscalls)?.[1] ?? 0,
  )
  return {
    names: [
      ...(abi > newestAbi ? [`ABI ${abi}`] : []),
      ...defines.map(({ name }) => `LANDLOCK_${name}`),
      ...types.map(({ name }) => `LANDLOCK_${name}`),
      ...fields.map(name => `landlock_ruleset_attr.${name}`),
    ],
    bits,
    types: types.map(({ value }) => value),
    hasNewFields: fields.length > 0,
  }
}

type RuleType = { readonly name: string; readonly value: number }

function typesIn(code: string): readonly RuleType[] {
  const body = /enum landlock_rule_type\s*\{([^}]*)\}/.exec(code)?.[1] ?? ''
  const found: RuleType[] = []
  for (const item of body.split(',')) {
    const [, name, value] = /LANDLOCK_(\w+)(?:\s*=\s*(\d+))?/.exec(item) ?? []
    if (name === undefined) continue
    found.push({ name, value: value === undefined ? (found.at(-1)?.value ?? -1) + 1 : Number(value) })
  }
  return found
}

const fieldsIn = (code: string): readonly string[] =>
  [...(/struct landlock_ruleset_attr\s*\{([^}]*)\}/.exec(code)?.[1] ?? '').matchAll(/(\w+)\s*;/g)].map(
    ([, name = '']) => name,
  )

/** What is said of a kernel that is ahead. */
export const aheadNote = ({ names }: Ahead): string =>
  `it is ahead of the specs, so this was not judged (no law speaks of it): ${names.join(', ')}`

/** The same, if there is something to say. */
export const aheadNotes = (ahead: Ahead): readonly string[] =>
  ahead.names.length === 0 ? [] : [aheadNote(ahead)]

/** Why programs that use what is new are left out. */
export const aheadWhy = ({ names }: Ahead): string => `new in the kernel, no law: ${names.join(', ')}`

/** Whether a program does something of which the specs say that no kernel knows it, and this one does. */
export const isAhead = ({ ops }: Program, ahead: Ahead): boolean => ops.some(op => usesAhead(op, ahead))

function usesAhead(op: Op, ahead: Ahead): boolean {
  const has = (group: Group, bits: readonly number[]): boolean =>
    bits.some(bit => ahead.bits[group]?.includes(bit) === true)
  switch (op.kind) {
    case 'create_ruleset': {
      const { attr, size, last_byte = 0, flags } = op
      const isPast = size > attrSize(newestAbi) || last_byte !== 0
      if (isPast && (ahead.hasNewFields || Object.keys(ahead.bits).length > 0)) return true
      if (has('CREATE_RULESET_', bitsIn(flags))) return true
      if (attr === null || attr === 'unmapped') return false
      return namesOf(attr).some(field => has(groupOf(field), (attr[field] ?? []).map(bitOf)))
    }
    case 'add_rule': {
      const { attr, type, flags } = op
      if (typeof type === 'number' && ahead.types.includes(type)) return true
      if (has('ADD_RULE_', bitsIn(flags))) return true
      if (attr === null || attr === 'unmapped' || !('allowed_access' in attr)) return false
      return has('port' in attr ? 'ACCESS_NET_' : 'ACCESS_FS_', attr.allowed_access.map(bitOf))
    }
    case 'restrict_self':
      return has('RESTRICT_SELF_', bitsIn(op.flags))
    default:
      return false
  }
}

const groupOf = (field: string): Group => {
  if (field.endsWith('_fs')) return 'ACCESS_FS_'
  return field.endsWith('_net') ? 'ACCESS_NET_' : 'SCOPE_'
}

const bitsIn = (flags = 0): readonly number[] =>
  Array.from({ length: 32 }, (_, bit) => bit).filter(bit => Math.floor(flags / 2 ** bit) % 2 === 1)
