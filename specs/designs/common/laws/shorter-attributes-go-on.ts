import { type EndingCase, ending } from '../../../arbitrary/ends.js'
import { at, bind, enforce, tcp } from '../../../arbitrary/ops.js'
import { attrSize, knownSize } from '../../../attr-size.js'
import type { Op, RulesetAttr } from '../../../program.js'
import type { Spec } from '../../../spec.js'
import type { Target } from '../../../target.js'
import { socketRightsOf } from '../../ops.js'

const casesOf = (target: Target): readonly EndingCase[] => {
  const handled_access_socket = socketRightsOf(target)
  const [old, whole] = [attrSize(target.abi), knownSize(target)]
  const make = (attr: RulesetAttr, size: number, last_byte?: number): Op => ({
    kind: 'create_ruleset',
    as: 0,
    attr,
    size,
    ...(last_byte !== undefined && { last_byte }),
  })
  const net: RulesetAttr = { handled_access_net: ['bind_tcp'] }
  const both: RulesetAttr = { ...net, handled_access_socket }
  return [
    { ops: [make(net, 16)], ends: 'OK' },
    { ops: [make(net, 16), enforce(0), tcp(0)], ends: 'OK' },
    { ops: [make(net, old), enforce(0), tcp(0), bind(0, at('a'))], ends: 'EACCES' },
    { ops: [make(both, old), enforce(0), tcp(0)], ends: 'OK' },
    { ops: [make({ handled_access_socket }, old)], ends: 'ENOMSG' },
    { ops: [make({ handled_access_socket }, whole)], ends: 'OK' },
    { ops: [make({ handled_access_socket }, old + 1)], ends: 'OK' },
    { ops: [make({ handled_access_socket }, 4096)], ends: 'OK' },
    { ops: [make({ handled_access_socket }, 4096, 1)], ends: 'E2BIG' },
    { ops: [make({ handled_access_socket }, whole + 1, 1)], ends: 'E2BIG' },
    { ops: [make({ handled_access_socket }, whole, 1)], ends: 'EINVAL' },
    { ops: [make(both, whole), enforce(0)], ends: 'OK' },
  ]
}

/** Who passes the attribute of the merged kernel is understood as before, and handles nothing of sockets. */
export const shorterAttributesGoOn: Spec = {
  name: 'shorter-attributes-go-on',
  applies: ({ designs }) => designs.length > 0,
  ...ending(casesOf),
}
