import fc, { type Arbitrary } from 'fast-check'
import type { Target } from '../../target.js'
import { creationFlags, families, protocols, socketTypes } from '../../uapi/socket.js'
import { type Field, listed, mostly, without } from '../field.js'
import type { NoAttr, PathBeneathAttr, RuleAttr } from '../values.js'
import { anyPort, portWords, simplerPorts } from './address.js'
import { anyMask, maskCall, nothing, rightsIn } from './attrs.js'
import { constantOrNumber } from './names.js'

/** The attribute of a rule, or a pointer to nothing; its directory may be the ruleset in the field named so. */
export type RuleField = Field<'rule', RuleAttr | NoAttr> & { readonly ruleset: string }

/** The three arguments of socket(2). */
export const domain = () =>
  constantOrNumber(families, { what: 'an address family', usual: ['AF_INET', 'AF_INET6', 'AF_UNIX'] })
export const type = () =>
  constantOrNumber(socketTypes, {
    ...{ what: 'a socket type', usual: ['SOCK_STREAM', 'SOCK_DGRAM'] },
    flags: creationFlags,
  })
export const protocol = () =>
  constantOrNumber(protocols, { what: 'a protocol', usual: ['IPPROTO_IP', 'IPPROTO_TCP', 'IPPROTO_MPTCP'] })

type RuleParent = PathBeneathAttr['parent']

const parentCalls: Readonly<Record<string, string>> = {
  directory: 'its directory',
  none: 'fd -1',
  ruleset: 'the ruleset',
}
const parentWords: Readonly<Record<string, string>> = {
  directory: 'its own directory',
  none: 'descriptor -1',
  ruleset: 'the descriptor of the ruleset',
}

const parentCall = (parent: RuleParent): string => parentCalls[parent] ?? parent
const parentSays = (parent: RuleParent): string => parentWords[parent] ?? `the path "${parent.slice(1)}"`

const anyParent = (): Arbitrary<RuleParent> =>
  fc.constantFrom<RuleParent[]>(
    'directory',
    'directory',
    'directory',
    'none',
    'ruleset',
    '/in',
    '/a',
    '/in/a',
  )

/** Attributes as JSON gives them, with the prototype of objects. */
const record = <T extends object>(fields: { readonly [N in keyof T]: Arbitrary<T[N]> }): Arbitrary<T> =>
  fc.record<T, keyof T>(fields, { noNullPrototype: true })

const anyRule = (target: Target): Arbitrary<RuleAttr> => {
  const net = record({ allowed_access: anyMask(rightsIn.net(target)), port: anyPort() })
  const path = record({ allowed_access: anyMask(rightsIn.fs(target)), parent: anyParent() })
  const allowed_access = anyMask(rightsIn.socket(target))
  const socket = record({ allowed_access, domain: domain().draw(target), type: type().draw(target) })
  const v4 = record({
    allowed_access,
    family: domain().draw(target),
    type: type().draw(target),
    protocol: protocol().draw(target),
  })
  const ofMerged = [
    { weight: 8, arbitrary: net },
    { weight: 1, arbitrary: path },
  ]
  const ofDesigns = [
    { weight: 6, arbitrary: socket },
    { weight: 6, arbitrary: v4 },
  ]
  return fc.oneof(...ofMerged, ...(target.designs.length > 0 ? ofDesigns : []))
}

function simpler(attr: RuleAttr): readonly RuleAttr[] {
  const less = without(attr.allowed_access).map(allowed_access => ({ ...attr, allowed_access }))
  return 'port' in attr ? [...less, ...simplerPorts(attr.port).map(port => ({ ...attr, port }))] : less
}

const objectCall = (attr: RuleAttr): string => {
  if ('port' in attr) return `on port ${attr.port}`
  if ('parent' in attr) return `beneath ${parentCall(attr.parent)}`
  return 'domain' in attr
    ? `of (${attr.domain}, ${attr.type})`
    : `of (${attr.family}, ${attr.type}, ${attr.protocol})`
}

/** A value by its name, or by what it is and its number; -1 means any. */
const named = (what: string, value: string | number): string =>
  typeof value === 'number' ? `${what} ${value}` : value
const orAny = (what: string, value: string | number): string =>
  value === -1 ? `any ${what}` : named(what, value)

const objectWords = (attr: RuleAttr): string => {
  if ('port' in attr) return `on ${portWords(attr.port)}`
  if ('parent' in attr) return `beneath ${parentSays(attr.parent)}`
  return 'domain' in attr
    ? `of ${named('domain', attr.domain)}, ${orAny('type', attr.type)}`
    : `of ${named('domain', attr.family)}, ${orAny('type', attr.type)}, ${orAny('protocol', attr.protocol)}`
}

/** The attribute of a rule. */
export const ruleAttr = (ruleset: string): RuleField => ({
  ...{ field: 'rule', ruleset },
  draw: target => mostly<RuleAttr | NoAttr>(anyRule(target), fc.constantFrom<NoAttr[]>(null, 'unmapped'), 16),
  shrink: attr => (attr === null || attr === 'unmapped' ? [] : simpler(attr)),
  call: attr => {
    if (attr === null || attr === 'unmapped') return attr ?? 'NULL'
    return `{${maskCall(attr.allowed_access)} ${objectCall(attr)}}`
  },
  says: attr => {
    if (attr === null || attr === 'unmapped') return nothing(attr)
    return `${listed(attr.allowed_access) || 'nothing'} ${objectWords(attr)}`
  },
})

/** A kind of socket in words. */
export const socketWords = (kind: {
  readonly domain: string | number
  readonly type: string | number
  readonly protocol: string | number
}): string =>
  [
    named('domain', kind.domain),
    named('type', kind.type),
    ...(kind.protocol === 'IPPROTO_IP' ? [] : [named('protocol', kind.protocol)]),
  ].join(', ')
