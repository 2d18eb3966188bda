import { type EndingCase, ending } from '../arbitrary/ends.js'
import { at, bind, domains, layer, rightsOf, tcp, udp } from '../arbitrary/ops.js'
import type { Op } from '../program.js'
import type { Spec } from '../spec.js'

/** From 40000 to 40999, the lower end in the lower half. */
const range = 40000 + 40999 * 2 ** 16

const set = (value: number): Op => ({
  kind: 'setsockopt',
  socket: 0,
  option: 'IP_LOCAL_PORT_RANGE',
  value: value | 0,
})

const named: Op = { kind: 'getsockname', socket: 0 }

/** Out of whatever range the kernel chooses a port, bind(2) to port 0 needs the right to port 0, and no other. */
export const aRangeChangesNoVerdict: Spec = {
  name: 'a-range-changes-no-verdict',
  ...ending(target =>
    domains.flatMap(domain =>
      (
        [
          ['bind_tcp', tcp],
          ['bind_udp', udp],
        ] as const
      )
        .filter(([right]) => rightsOf(target).includes(right))
        .flatMap(([right, open]): readonly EndingCase[] => {
          const [zero, a] = [at(0, domain), at('a', domain)]
          const grants = (port: 0 | 'a' | 40000) => layer(target, 0, [right], [{ allow: [right], port }])
          return [
            { ops: [grants(0), open(0, domain), set(range), bind(0, zero)], ends: 'OK' },
            { ops: [grants(0), open(0, domain), set(range), bind(0, zero), named], ends: '=ephemeral' },
            { ops: [grants(0), open(0, domain), set(range), bind(0, a)], ends: 'EACCES' },
            { ops: [grants(40000), open(0, domain), set(range), bind(0, zero)], ends: 'EACCES' },
            { ops: [grants('a'), open(0, domain), set(range), bind(0, a)], ends: 'OK' },
            { ops: [open(0, domain), set(range), grants('a'), bind(0, zero)], ends: 'EACCES' },
            { ops: [grants(0), open(0, domain), set(40999 + 40000 * 2 ** 16)], ends: 'EINVAL' },
            { ops: [grants(0), open(0, domain), set(1000 + 1000 * 2 ** 16)], ends: 'OK' },
            { ops: [grants(0), open(0, domain), set(40000 + 40100 * 2 ** 16)], ends: 'OK' },
          ]
        }),
    ),
  ),
}
