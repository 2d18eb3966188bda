import fc, { type Arbitrary } from 'fast-check'
import { attrSize, knownSize, pageSizeOf } from '../../attr-size.js'
import { isProposed, socketRights } from '../../designs/uapi.js'
import { namesOf } from '../../names-of.js'
import { namesIn, type Target } from '../../target.js'
import { fsRights, netRights, scopes } from '../../uapi/landlock.js'
import { type Field, listed, mostly, without } from '../field.js'
import { type Mask, type NoAttr, type RulesetAttr, sizeMax } from '../values.js'

/** struct landlock_ruleset_attr, or a pointer to nothing. */
export type AttrField = Field<'attr', RulesetAttr | NoAttr>

/** The bytes to pass of the attribute in the field named so. */
export type SizeField = Field<'size', number> & { readonly of: string }

/** A mask in a call. */
export const maskCall = (rights: Mask): string => rights.join('|') || '0'

/** A pointer to nothing, in words. */
export const nothing = (attr: NoAttr): string => (attr === null ? 'NULL' : 'memory that is not there')

/** The rights of a class that a target has. */
export const rightsIn = {
  fs: (target: Target): Mask => namesIn(target, fsRights),
  net: (target: Target): Mask => namesIn(target, netRights),
  scope: (target: Target): Mask => namesIn(target, scopes),
  socket: ({ designs }: Target): Mask =>
    Object.entries(socketRights).flatMap(([name, right]) => (isProposed(right, designs) ? [name] : [])),
} as const

/** Some of these rights, and now and then a bit that has no name. */
export const anyMask = (rights: Mask): Arbitrary<Mask> =>
  mostly<Mask>(fc.subarray([...rights]), fc.constantFrom<Mask[]>(['bit_63'], [...rights, 'bit_31']), 16)

const classOf = (field: string): keyof typeof rightsIn => {
  if (field.endsWith('scoped')) return 'scope'
  if (field.endsWith('_socket')) return 'socket'
  return field.endsWith('_fs') ? 'fs' : 'net'
}

const verbs: Readonly<Record<keyof RulesetAttr, string>> = {
  handled_access_fs: 'handles',
  handled_access_net: 'handles',
  scoped: 'scopes',
  quiet_access_fs: 'does not log',
  quiet_access_net: 'does not log',
  quiet_scoped: 'does not log',
  handled_access_socket: 'handles for sockets',
}

const fields = namesOf(verbs)

/** Network rights nearly always, the other fields now and then, that of the proposals where there is one. */
const anyAttr = (target: Target): Arbitrary<RulesetAttr> =>
  fc
    .record({
      net: anyMask(rightsIn.net(target)),
      further: fc.constantFrom(
        ...fields.filter(field => !/_socket$/.test(field) || target.designs.length > 0),
      ),
      isPlain: fc.nat({ max: 2 }),
    })
    .chain(({ net, further, isPlain }) =>
      isPlain > 0
        ? fc.constant({ handled_access_net: net })
        : anyMask(rightsIn[classOf(further)](target)).map(mask => ({
            handled_access_net: net,
            [further]: mask,
          })),
    )

function simpler(attr: RulesetAttr): readonly RulesetAttr[] {
  const entries = Object.entries(attr)
  return entries.flatMap(([field, mask]) => [
    Object.fromEntries(entries.filter(([name]) => name !== field)),
    ...without(mask).map(less => ({ ...attr, [field]: less })),
  ])
}

function call(attr: RulesetAttr | NoAttr): string {
  if (attr === null || attr === 'unmapped') return attr ?? 'NULL'
  return `{${Object.entries(attr)
    .map(([field, rights]) => `${field}: ${maskCall(rights)}`)
    .join(', ')}}`
}

function says(attr: RulesetAttr | NoAttr): string {
  if (attr === null || attr === 'unmapped') return nothing(attr)
  const words = fields.flatMap(field =>
    attr[field] === undefined ? [] : [`${verbs[field]} ${listed(attr[field]) || 'nothing'}`],
  )
  return words.join(', ') || 'handles nothing'
}

/** The attribute of a ruleset. */
export const rulesetAttr = (): AttrField => ({
  ...{ field: 'attr', call, says },
  draw: target =>
    mostly<RulesetAttr | NoAttr>(anyAttr(target), fc.constantFrom<NoAttr[]>(null, 'unmapped'), 16),
  shrink: attr => (attr === null || attr === 'unmapped' ? [] : simpler(attr)),
})

const sizeWords = (size: number): string => (size === sizeMax ? 'SIZE_MAX' : `${size}`)

/** How many bytes of an attribute are passed. */
export const sizeOf = (of: string): SizeField => ({
  ...{ field: 'size', of, call: sizeWords, says: sizeWords },
  draw: target =>
    mostly(
      fc.constantFrom(attrSize(target.abi), knownSize(target)),
      fc.constantFrom(0, 7, 8, 16, 24, 48, 56, 64, pageSizeOf(target), pageSizeOf(target) + 1, sizeMax),
    ),
  shrink: size => (size > 8 || size === sizeMax ? [8] : []),
})
