import { ending } from '../arbitrary/ends.js'
import { at, bind, connect, listen, server, tcp } from '../arbitrary/ops.js'
import type { Op, SocketOption } from '../program.js'
import type { Spec } from '../spec.js'

const set = (socket: number, option: SocketOption, value = 1): Op => ({
  kind: 'setsockopt',
  socket,
  option,
  value,
})

const mapped = at('a', 'AF_INET6', '::ffff:127.0.0.1')

/** Two sockets share a port if both say so, or if their addresses do not meet. */
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
  ]),
}
