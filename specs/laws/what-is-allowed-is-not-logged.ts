import { logs, readAudit } from '../arbitrary/audit.js'
import { ending } from '../arbitrary/ends.js'
import {
  addRule,
  at,
  bind,
  connect,
  connectName,
  create,
  enforce,
  layer,
  sandbox,
  tcp,
  udp,
  unix,
  unixServer,
} from '../arbitrary/ops.js'
import type { Op } from '../program.js'
import type { Spec } from '../spec.js'
import { has, type Target } from '../target.js'
import { netRights } from '../uapi/landlock.js'

const grant = (target: Target): readonly Op[] =>
  layer(
    target,
    0,
    ['bind_tcp', 'connect_tcp'],
    [
      { allow: ['bind_tcp', 'connect_tcp'], port: 'a' },
      { allow: ['bind_tcp'], port: 80 },
    ],
  )

/** A UNIX socket that takes datagrams from its peer alone. */
const taken = [
  [unixServer(0, '@s', 'SOCK_DGRAM'), unixServer(1, '@t', 'SOCK_DGRAM'), connectName(0, '@t')],
  unix(2, 'SOCK_DGRAM'),
].flat(2)

/** Whatever is not denied by Landlock is not logged: what is allowed, fails by itself, or is refused by others. */
export const whatIsAllowedIsNotLogged: Spec = {
  name: 'what-is-allowed-is-not-logged',
  applies: logs,
  ...ending(target =>
    [
      [],
      [tcp(0), bind(0, at('a'))],
      [grant(target), tcp(0), bind(0, at('a')), bind(0, at('a'))],
      [grant(target), tcp(0), bind(0, at('a')), tcp(1), bind(1, at('a'))],
      [grant(target), tcp(0), connect(0, at('a'))],
      [grant(target), tcp(0), bind(0, { ...at('b'), length: 8 })],
      [grant(target), tcp(0), bind(0, { ...at('b'), family: 'AF_INET6' as const })],
      [grant(target), tcp(0), connect(0, { ...at('b'), family: 'AF_UNSPEC' as const })],
      [grant(target), { kind: 'drop_caps' as const }, tcp(0), bind(0, at(80))],
      [grant(target), { kind: 'open' as const, path: '/dev/null' as const, access: 'O_RDONLY' as const }],
      [grant(target), { kind: 'fork' as const, child: 1 }, { kind: 'kill' as const, target: 1 }],
      [
        create(target, 0, { handled_access_net: ['bind_tcp'] }),
        addRule(0, { allow: [], port: 'a' }),
        enforce(0),
      ],
      [taken, sandbox(target, 0, { scoped: ['abstract_unix_socket'] }), connectName(2, '@s')],
      ...(has(target, netRights.bind_udp)
        ? [[grant(target), udp(0), bind(0, at('b')), udp(1), connect(1, at('b'))]]
        : []),
    ].map(ops => ({ ops: [...ops, readAudit], ends: '=none' as const })),
  ),
}
