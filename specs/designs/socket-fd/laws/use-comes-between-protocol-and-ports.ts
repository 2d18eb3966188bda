import { logs, readAudit } from '../../../arbitrary/audit.js'
import { type EndingCase, ending } from '../../../arbitrary/ends.js'
import { at, bind, create, enforce, rightsOf, send, tcp, udp } from '../../../arbitrary/ops.js'
import type { Op } from '../../../program.js'
import type { Spec } from '../../../spec.js'
import type { Target } from '../../../target.js'
import { having, knows } from '../../ops.js'
import { forgetting } from '../../wrong.js'

const sandbox = (target: Target): readonly Op[] => [
  create(target, 0, {
    handled_access_net: rightsOf(target),
    handled_access_socket: knows(target, 'protocol') ? ['protocol', 'use'] : ['use'],
  }),
  enforce(0),
]

const casesOf = (target: Target): readonly EndingCase[] => {
  const short = { ...at('a'), length: 1 }
  const first = knows(target, 'protocol') ? 'protocol' : 'use'
  return [
    { ops: [tcp(0), sandbox(target), bind(0, short)], ends: 'EACCES' },
    { ops: [tcp(0), sandbox(target), bind(0, at('a', 'AF_INET6'))], ends: 'EACCES' },
    { ops: [udp(0), sandbox(target), send(0, short)], ends: 'EACCES' },
    ...(logs(target)
      ? ([
          {
            ops: [tcp(0), sandbox(target), bind(0, at('a')), readAudit],
            ends: `=deny(1,socket.${first},family=2,sock_type=1)+alloc(1,by=0)`,
          },
          {
            ops: [udp(0), sandbox(target), send(0, at('a')), readAudit],
            ends: '=deny(1,socket.use,family=2,sock_type=2)+alloc(1,by=0)',
          },
        ] as const)
      : []),
  ]
}

/** Where several rights are missing, the protocol is asked for first, then use, then the port; it is one denial. */
export const useComesBetweenProtocolAndPorts: Spec = {
  name: 'use-comes-between-protocol-and-ports',
  applies: having('socket-fd'),
  ...ending(casesOf),
  refutedBy: forgetting('use', 'sendto', 'bind'),
}
