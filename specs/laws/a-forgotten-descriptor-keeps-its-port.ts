import { type EndingCase, ending } from '../arbitrary/ends.js'
import { at, bind, by, close, connect, layer, mptcp, server, tcp, unix } from '../arbitrary/ops.js'
import type { Op } from '../program.js'
import type { Spec } from '../spec.js'
import { isFixed, type Target } from '../target.js'

const fork: Op = { kind: 'fork', child: 1 }
const kept: readonly Op[] = [tcp(0), bind(0, at('a')), fork]

const casesOf = (target: Target): readonly EndingCase[] => {
  const connected: readonly Op[] = [...server(0, at('a')), mptcp(1), connect(1, at('a'))]
  const denied = layer(target, 0, ['bind_tcp'])
  return [
    { ops: [kept, by(1, unix(0)), close(0), tcp(1), bind(1, at('a'))], ends: 'EADDRINUSE' },
    { ops: [kept, by(1, close(0)), close(0), tcp(1), bind(1, at('a'))], ends: 'OK' },
    { ops: [connected, bind(1, at('b', 'AF_INET6'))], ends: 'EINVAL' },
    { ops: [connected, denied, bind(1, at('b'))], ends: isFixed(target, 1) ? 'EINVAL' : 'EACCES' },
  ]
}

/** A descriptor that no slot names any more is open all the same, and an MPTCP socket keeps the port of its connection. */
export const aForgottenDescriptorKeepsItsPort: Spec = {
  name: 'a-forgotten-descriptor-keeps-its-port',
  applies: ({ sockets }) => sockets['2:1:262']?.root === 'OK',
  ...ending(casesOf),
}
