import type { Address } from '../../specs/ops/values.js'
import type { NetPortAttr, RulesetAttr } from '../../specs/program.js'
import { maskOf, prefixOf } from '../suite/render/symbols.js'
import type { PlainLayer } from './layers.js'
import { filled, width, widthAt } from './layout.js'

/** What initializes a variable of C: a constant, or in braces what its members are, by name or in their order. */
export type Initializer = string | readonly Member[]
type Member = { readonly name?: string; readonly is: Initializer }

/** What may be another one in another variant. */
export type CValue = {
  /** What it is called as a field of a variant, if nothing else is called so, and else together with the kind of its step. */
  readonly name: string
  readonly type: string
  readonly is: Initializer
}

/** The types that are passed by their address. */
export const isPassedByAddress = (type: string): boolean => type.startsWith('struct ')

/** Rights of the network by their last words, which the exported file defines. */
const shortMask = (field: string, mask: readonly string[]): string =>
  maskOf(prefixOf(field), mask)
    .replaceAll('LANDLOCK_ACCESS_NET_', '')
    .replace(/1ULL << (\d+)/g, (_, bit: string) => `0x${(1n << BigInt(bit)).toString(16)}ULL`)

/** struct landlock_ruleset_attr. */
export const attrValue = (attr: RulesetAttr): Initializer =>
  Object.entries(attr).map(([name, mask]) => ({ name, is: shortMask(name, mask) }))

/** A mask of rights on a port. */
export const accessValue = (mask: readonly string[]): string => shortMask('allowed_access_net', mask)

const ruleValue = ({ allowed_access, port }: NetPortAttr): Member => ({
  is: [{ is: accessValue(allowed_access) }, { is: `${port}` }],
})

/** struct landlock_net_port_attr, by its members. */
export const ruleAttrValue = ({ allowed_access, port }: NetPortAttr): Initializer => [
  { name: 'allowed_access', is: accessValue(allowed_access) },
  { name: 'port', is: `${port}` },
]

/** An array of struct layer. */
export const layersValue = (layers: readonly PlainLayer[]): Initializer =>
  layers.map(({ attr, rules }) => ({
    is: [
      ...Object.entries(attr).map(([name, mask]) => ({ name: `attr.${name}`, is: shortMask(name, mask) })),
      ...(rules.length === 0 ? [] : [{ name: 'rules', is: rules.map(ruleValue) }]),
    ],
  }))

/** struct address, with a port of 0 where that of a socket takes its place, and a length only if that is peculiar. */
export function addressValue(address: Address): Initializer {
  if ('name' in address) return [{ is: 'AF_UNIX' }, { is: JSON.stringify(address.name) }, { is: '0' }]
  if (!('host' in address)) throw new Error('no address of IP, nor an abstract name')
  const { family, host, port, length } = address
  return [
    { is: family },
    { is: JSON.stringify(host) },
    { is: typeof port === 'number' ? `${port}` : '0' },
    ...(length === undefined ? [] : [{ is: `${length}` }]),
  ]
}

const membersOfAddress = 4

const isCut = ({ type, is }: CValue): boolean => type === 'struct address' && is.length === membersOfAddress

/** The same values with the length of each address, where one of them has a length of its own. */
export const withLengths = (values: readonly CValue[], isAny: boolean): readonly CValue[] =>
  values.map(value =>
    isAny && value.type === 'struct address' && typeof value.is !== 'string' && !isCut(value)
      ? { ...value, is: [...value.is, { is: 'WHOLE' }] }
      : value,
  )

/** Whether one of some values is an address with a length of its own. */
export const hasLengths = (values: readonly CValue[]): boolean => values.some(isCut)

const inBraces = (parts: readonly string[]): string => (parts.length === 0 ? '{}' : `{ ${parts.join(', ')} }`)

const flat = (is: Initializer): string =>
  typeof is === 'string' ? is : inBraces(is.map(member => `${label(member)}${flat(member.is)}`))

const label = ({ name }: Member): string => (name === undefined ? '' : `.${name} = `)

/** Lines of C, with tabs before them, for what initializes; what is too long for a line is broken as clang-format would. */
export function initializerLines(
  before: string,
  is: Initializer,
  depth: number,
  end = ',',
): readonly string[] {
  const indent = '\t'.repeat(depth)
  const line = `${indent}${before}${flat(is)}${end}`
  if (widthAt(depth, line.slice(depth)) <= width) return [line]
  if (typeof is === 'string') return brokenMask(before, is, { depth, end })
  return [
    `${indent}${before}{`,
    ...is.flatMap(member => initializerLines(label(member), member.is, depth + 1)),
    `${indent}}${end}`,
  ]
}

/** A long mask goes on in the next lines: below where it began, or below the name where a part of it has no room there. */
function brokenMask(
  before: string,
  mask: string,
  { depth, end }: { readonly depth: number; readonly end: string },
): readonly string[] {
  const pieces = `${mask}${end}`.split(/(?<=\|) /)
  const indent = '\t'.repeat(depth)
  const [first, ...rest] = filled(pieces, widthAt(depth, before)) ?? []
  if (first !== undefined) return [indent + before + first, ...rest]
  const [below = '', ...more] = filled(pieces, widthAt(depth + 1, '')) ?? pieces
  return [indent + before.trimEnd(), `${indent}\t${below}`, ...more]
}

const length = (is: Initializer | undefined): number =>
  is === undefined || typeof is === 'string' ? 0 : is.length

/** The rules of the layer that has most of them, of some values; at least one. */
export const mostRules = (values: readonly CValue[]): number =>
  Math.max(
    1,
    ...values.flatMap(({ type, is }) =>
      type !== 'struct layer' || typeof is === 'string'
        ? []
        : is.map(layer =>
            typeof layer.is === 'string' ? 0 : length(layer.is.find(({ name }) => name === 'rules')?.is),
          ),
    ),
  )
