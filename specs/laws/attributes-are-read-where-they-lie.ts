import { type EndingCase, ending } from '../arbitrary/ends.js'
import { addPathRule, addRule, at, bind, byRoute, create, enforce, tcp } from '../arbitrary/ops.js'
import { attrSize, pageSizeOf } from '../attr-size.js'
import type { Op, Route, RulesetAttr } from '../program.js'
import type { Spec } from '../spec.js'
import { has, type Target } from '../target.js'
import { rulesetAttr } from '../uapi/landlock.js'

/** A ruleset and its one rule, which grants port b, each made by a route. */
const made = (target: Target, route: Route): readonly Op[] => [
  byRoute(create(target, 0, { handled_access_net: ['bind_tcp'] }), route),
  byRoute(netPort, route),
]

const netPort = addRule(0, { allow: ['bind_tcp'], port: 'b' })

const pathBeneath = addPathRule(0, ['read_dir'])

const sized = (size: number, attr: RulesetAttr, last_byte?: number): Op => ({
  kind: 'create_ruleset',
  as: 0,
  attr,
  size,
  ...(last_byte !== undefined && { last_byte }),
})

const handled: RulesetAttr = { handled_access_fs: ['read_dir'] }

/** A field that merged kernels do not have is looked at as far as it is there, and before all that they have. */
const unknownCut = ({ abi }: Target): readonly EndingCase[] => {
  const unknown: RulesetAttr = { ...handled, handled_access_socket: ['create'] }
  return [
    { ops: [byRoute(sized(attrSize(abi) + 9, unknown), 'page_cut')], ends: 'E2BIG' },
    { ops: [byRoute(sized(attrSize(abi) + 1, unknown), 'page_cut')], ends: 'EFAULT' },
  ]
}

/** Wherever an attribute lies, the kernel reads as many bytes of it as it is told of, or as a rule of the type has, and not one more. */
export const attributesAreReadWhereTheyLie: Spec = {
  name: 'attributes-are-read-where-they-lie',
  older: true,
  ...ending(target => {
    const page = pageSizeOf(target)
    const sizes = [8, 16, 24, 48, 49, page - 1, page]
    const net = has(target, rulesetAttr.handled_access_net)
    const whole = (['unaligned', 'page_end', 'page_crossing'] as const).flatMap(route => [
      ...sizes.map(size => ({ ops: [byRoute(sized(size, handled), route)], ends: 'OK' as const })),
      { ops: [create(target, 0, handled), byRoute(pathBeneath, route)], ends: 'OK' as const },
      { ops: [byRoute(sized(page + 1, handled), route)], ends: 'E2BIG' as const },
      { ops: [byRoute(sized(page, handled, 1), route)], ends: 'E2BIG' as const },
      ...(net
        ? (['a', 'b'] as const).map(port => ({
            ops: [made(target, route), enforce(0), tcp(0), bind(0, at(port))],
            ends: port === 'b' ? ('OK' as const) : ('EACCES' as const),
          }))
        : []),
    ])
    const cut = [
      ...sizes.map(size => ({ ops: [byRoute(sized(size, handled), 'page_cut')], ends: 'EFAULT' as const })),
      { ops: [byRoute(sized(7, handled), 'page_cut')], ends: 'EINVAL' as const },
      ...(target.designs.length > 0 ? [] : unknownCut(target)),
      { ops: [create(target, 0, handled), byRoute(pathBeneath, 'page_cut')], ends: 'EFAULT' as const },
      ...(net
        ? [
            {
              ops: [create(target, 0, { handled_access_net: ['bind_tcp'] }), byRoute(netPort, 'page_cut')],
              ends: 'EFAULT' as const,
            },
          ]
        : []),
    ]
    return [...whole, ...cut]
  }),
}
