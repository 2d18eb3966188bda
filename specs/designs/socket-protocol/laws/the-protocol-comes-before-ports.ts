import { logs, readAudit } from '../../../arbitrary/audit.js'
import { type EndingCase, ending } from '../../../arbitrary/ends.js'
import { addRule, at, bind, connect, create, enforce, tcp, udp, unix } from '../../../arbitrary/ops.js'
import type { Op } from '../../../program.js'
import type { Spec } from '../../../spec.js'
import type { Target } from '../../../target.js'
import { having, kinds, ruleFor } from '../../ops.js'
import { forgetting } from '../../wrong.js'

/** A sandbox for protocols and ports of TCP, in which both, one or nothing is allowed. */
const sandbox = (target: Target, protocol: boolean, port: boolean): readonly Op[] => [
  create(target, 0, { handled_access_socket: ['protocol'], handled_access_net: ['bind_tcp', 'connect_tcp'] }),
  ...(protocol ? [ruleFor(0, ['protocol'], kinds.tcp)] : []),
  ...(port ? [addRule(0, { allow: ['bind_tcp', 'connect_tcp'], port: 'a' })] : []),
  enforce(0),
]

const casesOf = (target: Target): readonly EndingCase[] => {
  const short = { ...at('a'), length: 1 }
  const foreign = at('a', 'AF_INET6')
  return [
    { ops: [tcp(0), sandbox(target, true, true), bind(0, at('a'))], ends: 'OK' },
    { ops: [tcp(0), sandbox(target, true, true), connect(0, at('a'))], ends: 'ECONNREFUSED' },
    { ops: [tcp(0), sandbox(target, true, false), bind(0, at('a'))], ends: 'EACCES' },
    { ops: [tcp(0), sandbox(target, false, true), bind(0, at('a'))], ends: 'EACCES' },
    { ops: [tcp(0), sandbox(target, false, true), connect(0, at('a'))], ends: 'EACCES' },
    { ops: [tcp(0), sandbox(target, true, true), bind(0, short)], ends: 'EINVAL' },
    { ops: [tcp(0), sandbox(target, false, true), bind(0, short)], ends: 'EACCES' },
    { ops: [tcp(0), sandbox(target, false, true), connect(0, short)], ends: 'EACCES' },
    { ops: [tcp(0), sandbox(target, false, false), bind(0, foreign)], ends: 'EACCES' },
    { ops: [udp(0), sandbox(target, false, true), bind(0, at('a'))], ends: 'EACCES' },
    { ops: [unix(0), sandbox(target, false, true), connect(0, at('a'))], ends: 'EACCES' },
    ...(logs(target)
      ? [
          {
            ops: [tcp(0), sandbox(target, false, false), bind(0, at('a')), readAudit],
            ends: '=deny(1,socket.protocol,family=2,sock_type=1)+alloc(1,by=0)',
          } as const,
        ]
      : []),
  ]
}

/** A socket needs its protocol and its port; the protocol is asked for first, even before the address is looked at. */
export const theProtocolComesBeforePorts: Spec = {
  name: 'the-protocol-comes-before-ports',
  applies: having('socket-protocol'),
  ...ending(casesOf),
  refutedBy: forgetting('protocol', 'bind', 'connect'),
}
