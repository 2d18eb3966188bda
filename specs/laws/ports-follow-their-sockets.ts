import { type EndingCase, ending } from '../arbitrary/ends.js'
import { accept, at, bind, close, connect, listen, server, tcp } from '../arbitrary/ops.js'
import type { Op } from '../program.js'
import { doNotWait } from '../socket-key.js'
import type { Spec } from '../spec.js'

/** Connected to itself over IPv6: bound to any address, it is at ::1 from then on. */
const narrowed = (...options: readonly Op[]): readonly Op[] => [
  tcp(0, 'AF_INET6'),
  ...options,
  bind(0, at('a', 'AF_INET6', '::')),
  connect(0, at('a', 'AF_INET6')),
  tcp(1),
]
const v6Only: Op = { kind: 'setsockopt', socket: 0, option: 'IPV6_V6ONLY', value: 1 }

/** Somebody else binds to the port that the kernel chose for an attempt that was refused. */
const refused: readonly Op[] = [tcp(0), connect(0, at('b')), tcp(1), bind(1, at('of:0'))]

/** A listener on a v4-mapped address gives back the port that the kernel chose, and listens on another one. */
const pinned: readonly Op[] = [
  tcp(0, 'AF_INET6'),
  bind(0, at(0, 'AF_INET6', '::ffff:127.0.0.1')),
  listen(0),
  connect(0, { ...at('b', 'AF_INET6'), family: 'AF_UNSPEC' }),
  listen(0),
  tcp(1, 'AF_INET6'),
]

/** Bound by name, it begins to connect and does not wait. */
const begun: readonly Op[] = [
  ...server(0, at('a')),
  { kind: 'socket', as: 1, domain: 'AF_INET', type: 1 | doNotWait, protocol: 'IPPROTO_IP' },
  ...[bind(1, at('b')), connect(1, at('a')), tcp(2)],
]

const casesOf = (): readonly EndingCase[] => [
  { ops: [narrowed(), bind(1, at('a', 'AF_INET', '0.0.0.0'))], ends: 'EADDRINUSE' },
  { ops: [narrowed(), bind(1, at('a'))], ends: 'OK' },
  { ops: [narrowed(v6Only), bind(1, at('a', 'AF_INET', '0.0.0.0'))], ends: 'OK' },
  { ops: [refused, connect(1, at('of:0'))], ends: 'OK' },
  { ops: [refused, connect(0, at('b')), connect(1, at('of:0'))], ends: 'ECONNREFUSED' },
  { ops: [begun, bind(2, at('b'))], ends: 'EADDRINUSE' },
  {
    ops: [
      [server(0, at('a')), tcp(1), connect(1, at('a')), accept(0, 2)].flat(),
      [close(0), tcp(3), bind(3, at('a'))],
    ],
    ends: 'EADDRINUSE',
  },
  { ops: [pinned, connect(1, at('of:0', 'AF_INET6'))], ends: 'ECONNREFUSED' },
  { ops: [pinned, connect(1, at('of:0', 'AF_INET6', '::ffff:127.0.0.1'))], ends: 'OK' },
]

/** A connection over IPv6 keeps its port from any address of IPv4 alone, each attempt to connect is given a port of its own, and a bound address stays; a connection holds the port of its listener, and one that has only begun its own. */
export const portsFollowTheirSockets: Spec = {
  name: 'ports-follow-their-sockets',
  ...ending(casesOf),
}
