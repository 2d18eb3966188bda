import { ending } from '../arbitrary/ends.js'
import { at, bind, domains, layer, rightsOf, tcp, udp } from '../arbitrary/ops.js'
import type { Op } from '../program.js'
import type { Spec } from '../spec.js'

const drop: Op = { kind: 'drop_caps', keep: ['CAP_SYS_ADMIN'] }
const ports = [0, 1, 1023, 1024, 'a'] as const

/** Ports from 1 to 1023 are for CAP_NET_BIND_SERVICE only, in a sandbox that grants them as outside of it. */
export const lowPortsNeedTheCapability: Spec = {
  name: 'low-ports-need-the-capability',
  ...ending(target => [
    ...ports.flatMap(port =>
      domains.flatMap(domain =>
        [tcp, udp].flatMap(open => {
          const sandbox = layer(target, 0, rightsOf(target), [{ allow: rightsOf(target), port }])
          const ends = port === 1 || port === 1023 ? ('EACCES' as const) : ('OK' as const)
          const ops = [open(0, domain), bind(0, at(port, domain))]
          return [
            { ops: [drop, ...ops], ends },
            { ops: [sandbox, drop, ...ops], ends },
            { ops: [sandbox, ...ops], ends: 'OK' as const },
          ]
        }),
      ),
    ),
    { ops: [drop, tcp(0), bind(0, at('a')), bind(0, at(1023))], ends: 'EACCES' },
  ]),
}
