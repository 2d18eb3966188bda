import { type EndingCase, ending } from '../arbitrary/ends.js'
import {
  at,
  bind,
  connect,
  type Domain,
  domains,
  layer,
  listen,
  recv,
  send,
  server,
  shut,
  tcp,
} from '../arbitrary/ops.js'
import type { Op } from '../program.js'
import type { Spec } from '../spec.js'
import { has, type Target } from '../target.js'
import { netRights } from '../uapi/landlock.js'

const repair = (value: number): Op => ({ kind: 'setsockopt', socket: 1, option: 'TCP_REPAIR', value })

const mapped = at('b', 'AF_INET6', '::ffff:127.0.0.1')

const dissolve: Op = connect(1, { ...at('a'), family: 'AF_UNSPEC' })

const drop: Op = { kind: 'drop_caps', keep: [] }

/** On IPv4 and on IPv6. */
const judged = (target: Target, domain: Domain): readonly EndingCase[] => {
  const [a, b] = [at('a', domain), at('b', domain)]
  const tcpRights = ['bind_tcp', 'connect_tcp'] as const
  const denies = layer(target, 0, tcpRights, [{ allow: tcpRights, port: 'a' }])
  const made = [tcp(1, domain), repair(1)]
  return [
    { ops: [made, denies, connect(1, b)], ends: 'EACCES' },
    { ops: [made, denies, connect(1, a)], ends: 'OK' },
    { ops: [tcp(1, domain), denies, repair(1), connect(1, b)], ends: 'EACCES' },
    { ops: [server(0, b, domain), made, denies, connect(1, b)], ends: 'EACCES' },
    { ops: [made, denies, bind(1, b)], ends: 'EACCES' },
    { ops: [made, denies, bind(1, a)], ends: 'OK' },
    { ops: [made, denies, repair(0), connect(1, b)], ends: 'EACCES' },
    { ops: [made, denies, repair(0), connect(1, a)], ends: 'ECONNREFUSED' },
    { ops: [made, repair(-1), connect(1, a)], ends: 'ECONNREFUSED' },
    { ops: [made, connect(1, a), connect(1, b)], ends: 'EISCONN' },
    { ops: [made, connect(1, a), { kind: 'getpeername', socket: 1 }], ends: 'OK' },
    { ops: [made, connect(1, a), send(1)], ends: 'EINVAL' },
    { ops: [made, connect(1, a), recv(1)], ends: 'EPERM' },
    { ops: [server(0, a, domain), made, bind(1, a)], ends: 'OK' },
    { ops: [made, shut(1, 'SHUT_WR'), bind(1, a), connect(1, a)], ends: 'OK' },
    { ops: [made, shut(1, 'SHUT_WR'), connect(1, a), send(1)], ends: 'EINVAL' },
    { ops: [made, recv(1)], ends: 'EPERM' },
    { ops: [made, shut(1, 'SHUT_RD'), recv(1)], ends: 'EPERM' },
    { ops: [made, send(1)], ends: 'EPIPE' },
    { ops: [made, { kind: 'sendto', socket: 1, address: a, fastopen: true }], ends: 'EPIPE' },
    { ops: [tcp(1, domain), repair(2)], ends: 'EINVAL' },
    { ops: [tcp(1, domain), listen(1), repair(1)], ends: 'EPERM' },
    { ops: [tcp(1, domain), drop, repair(1)], ends: 'EPERM' },
    { ops: [tcp(1, domain), drop, repair(2)], ends: 'EPERM' },
    {
      ops: [server(0, a, domain), tcp(1, domain), connect(1, a), dissolve, repair(1), recv(1)],
      ends: 'EPERM',
    },
  ]
}

/** With TCP_REPAIR a socket is connected without a word to its peer, and its port and that of its peer are judged all the same. */
export const repairModeChangesNoVerdict: Spec = {
  name: 'repair-mode-changes-no-verdict',
  applies: target => has(target, netRights.connect_tcp),
  ...ending(target => [
    ...domains.flatMap(domain => judged(target, domain)),
    {
      ops: [tcp(1, 'AF_INET6'), repair(1), bind(1, at('a', 'AF_INET6')), connect(1, mapped)],
      ends: 'ENETUNREACH',
    },
  ]),
}
