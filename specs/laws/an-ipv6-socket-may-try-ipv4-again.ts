import { ending } from '../arbitrary/ends.js'
import {
  accept,
  at,
  bind,
  connect,
  layer,
  listen,
  mptcp,
  send,
  server,
  tcp,
  tcpRights,
} from '../arbitrary/ops.js'
import type { Op } from '../program.js'
import type { Spec } from '../spec.js'
import { has } from '../target.js'
import { netRights } from '../uapi/landlock.js'

const mapped = (port: 'a' | 'b' | 'c') => at(port, 'AF_INET6', '::ffff:127.0.0.1')
const unspec: Op = connect(1, { ...at('a'), family: 'AF_UNSPEC' })

/** An IPv6 socket that was refused over IPv4 connects over IPv4 again, or listens; each try is judged, as the first one was. */
export const anIpv6SocketMayTryIpv4Again: Spec = {
  name: 'an-ipv6-socket-may-try-ipv4-again',
  applies: target => has(target, netRights.connect_tcp),
  ...ending(target => {
    const tried = [tcp(1, 'AF_INET6'), connect(1, mapped('a'))]
    const served = server(0, at('b'))
    const denies = layer(target, 0, tcpRights, [{ allow: tcpRights, port: 'b' }])
    return [
      { ops: [tried, connect(1, mapped('c'))], ends: 'ECONNREFUSED' },
      { ops: [tried, connect(1, mapped('a')), connect(1, mapped('a'))], ends: 'ECONNREFUSED' },
      { ops: [served, tried, connect(1, mapped('b'))], ends: 'OK' },
      { ops: [served, tried, connect(1, mapped('b')), accept(0, 2), send(1)], ends: 'OK' },
      { ops: [served, tried, connect(1, mapped('b')), unspec, connect(1, mapped('b'))], ends: 'OK' },
      { ops: [tried, unspec, connect(1, mapped('c'))], ends: 'ECONNREFUSED' },
      { ops: [served, tried, denies, connect(1, mapped('b'))], ends: 'OK' },
      { ops: [served, tried, denies, connect(1, mapped('a'))], ends: 'EACCES' },
      { ops: [tried, denies, bind(1, mapped('a'))], ends: 'EACCES' },
      { ops: [tried, denies, bind(1, mapped('b')), listen(1)], ends: 'OK' },
      { ops: [tried, listen(1), { kind: 'getsockname', socket: 1 }], ends: '=ephemeral' },
      {
        ops: [tried, bind(1, mapped('b')), listen(1), tcp(2), connect(2, at('b')), accept(1, 3)],
        ends: 'OK',
      },
      { ops: [mptcp(1, 'AF_INET6'), connect(1, mapped('a')), connect(1, mapped('c'))], ends: 'ECONNREFUSED' },
      { ops: [served, mptcp(1, 'AF_INET6'), connect(1, mapped('a')), connect(1, mapped('b'))], ends: 'OK' },
      { ops: [mptcp(1, 'AF_INET6'), connect(1, mapped('a')), listen(1)], ends: 'OK' },
    ]
  }),
}
