import { ending } from '../arbitrary/ends.js'
import { addPathRule, addRule, at, bind, byRoute, create, enforce, tcp } from '../arbitrary/ops.js'
import { attrSize } from '../attr-size.js'
import type { Spec } from '../spec.js'
import { has } from '../target.js'
import { rulesetAttr } from '../uapi/landlock.js'

const fourGib = 2 ** 32

const handled = { handled_access_fs: ['read_dir'] } as const

const pathBeneath = addPathRule(0, ['read_dir'])

const netPort = addRule(0, { allow: ['bind_tcp'], port: 'b' })

/** On a machine of 64 bits a pointer and a size count with all of their bits: what lies 4 GiB below is another attribute, and 4 GiB more is too much. */
export const pointersAndSizesAreReadWhole: Spec = {
  name: 'pointers-and-sizes-are-read-whole',
  older: true,
  ...ending(target => {
    const ruleset = create(target, 0, handled)
    const net = create(target, 0, { handled_access_net: ['bind_tcp'] })
    return [
      { ops: [byRoute(ruleset, 'high_memory')], ends: 'OK' as const },
      { ops: [byRoute(ruleset, 'low_half')], ends: 'EFAULT' as const },
      { ops: [ruleset, byRoute(pathBeneath, 'high_memory')], ends: 'OK' as const },
      { ops: [ruleset, byRoute(pathBeneath, 'low_half')], ends: 'EFAULT' as const },
      ...[0, 8, attrSize(target.abi)].map(size => ({
        ops: [{ kind: 'create_ruleset', as: 0, attr: handled, size: fourGib + size } as const],
        ends: 'E2BIG' as const,
      })),
      ...(has(target, rulesetAttr.handled_access_net)
        ? [
            { ops: [net, byRoute(netPort, 'low_half')], ends: 'EFAULT' as const },
            ...(['a', 'b'] as const).map(port => ({
              ops: [
                ...[byRoute(net, 'high_memory'), byRoute(netPort, 'high_memory')],
                ...[enforce(0), tcp(0), bind(0, at(port))],
              ],
              ends: port === 'b' ? ('OK' as const) : ('EACCES' as const),
            })),
          ]
        : []),
    ]
  }),
}
