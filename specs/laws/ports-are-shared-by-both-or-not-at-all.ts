import { type EndingCase, ending } from '../arbitrary/ends.js'
import { at, bind, connect, listen, recv, send, server, tcp, udp } from '../arbitrary/ops.js'
import type { InetAddress, Op, SocketOption } from '../program.js'
import type { Spec } from '../spec.js'

const set = (socket: number, option: SocketOption, value = 1): Op => ({
  kind: 'setsockopt',
  socket,
  option,
  value,
})

const mapped = at('a', 'AF_INET6', '::ffff:127.0.0.1')

const reusing = (socket: number, address: InetAddress): readonly Op[] => [
  udp(socket),
  set(socket, 'SO_REUSEADDR'),
  bind(socket, address),
]

/** Socket 0 is at a port together with one that is there for any address, and then with one that takes from any port. */
const shared = [reusing(0, at('a')), reusing(1, at('a', 'AF_INET', '0.0.0.0')), udp(2)].flat()
const connected = [
  [reusing(0, at('a')), reusing(1, at('a')), udp(2), bind(2, at('b'))],
  [connect(0, at('b')), connect(1, at(0))],
].flat(2)

const datagrams: readonly EndingCase[] = [shared, connected].flatMap((sockets): readonly EndingCase[] => [
  { ops: [sockets, send(2, at('a')), recv(0)], ends: 'OK' },
  { ops: [sockets, send(2, at('a')), recv(1)], ends: 'EAGAIN' },
])

/** Two sockets share a port if both say so, or if their addresses do not meet; of those that share one, the most particular receives. */
export const portsAreSharedByBothOrNotAtAll: Spec = {
  name: 'ports-are-shared-by-both-or-not-at-all',
  ...ending(() => [
    ...(['SO_REUSEADDR', 'SO_REUSEPORT'] as const).flatMap(option =>
      [[0], [1], [0, 1]].map(willing => ({
        ops: [
          [tcp(0), tcp(1)],
          willing.map(socket => set(socket, option)),
          [bind(0, at('a')), bind(1, at('a'))],
        ],
        ends: willing.length === 2 ? ('OK' as const) : ('EADDRINUSE' as const),
      })),
    ),
    { ops: [tcp(0), tcp(1, 'AF_INET6'), bind(0, at('a')), bind(1, at('a', 'AF_INET6'))], ends: 'OK' },
    {
      ops: [
        [tcp(0), tcp(1), set(0, 'SO_REUSEADDR'), set(1, 'SO_REUSEADDR')],
        [bind(0, at('a')), bind(1, at('a')), listen(0), set(1, 'SO_REUSEADDR', 0), listen(0)],
      ],
      ends: 'OK',
    },
    {
      ops: [tcp(0), bind(0, at('a')), tcp(1, 'AF_INET6'), set(1, 'IPV6_V6ONLY'), bind(1, mapped)],
      ends: 'EINVAL',
    },
    {
      ops: [server(0, at('a')), tcp(1, 'AF_INET6'), set(1, 'IPV6_V6ONLY'), connect(1, mapped)],
      ends: 'ENETUNREACH',
    },
    {
      ops: [
        [tcp(1, 'AF_INET6'), set(1, 'IPV6_V6ONLY'), bind(1, at('a', 'AF_INET6', '::'))],
        [connect(1, mapped)],
      ],
      ends: 'ENETUNREACH',
    },
    {
      ops: [
        [server(0, at('a')), tcp(1), connect(1, at('a'))].flat(),
        [tcp(2, 'AF_INET6'), bind(2, at('of:1', 'AF_INET6'))],
      ],
      ends: 'OK',
    },
    ...datagrams,
  ]),
}
