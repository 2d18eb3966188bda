import { ending } from '../arbitrary/ends.js'
import {
  accept,
  at,
  bind,
  close,
  connect,
  connectName,
  listen,
  server,
  tcp,
  unix,
  unixServer,
} from '../arbitrary/ops.js'
import type { Op, OpOf } from '../program.js'
import { doNotWait } from '../socket-key.js'
import type { Spec } from '../spec.js'

const shutdown = (socket: number, how: OpOf<'shutdown'>['how'] = 'SHUT_RDWR'): Op => ({
  kind: 'shutdown',
  socket,
  how,
})

const reuse = (socket: number): Op => ({ kind: 'setsockopt', socket, option: 'SO_REUSEADDR', value: 1 })

/** A connection is one, whether it was made to itself or by its first byte, and stays one when it is shut down. */
export const connectionsStayConnections: Spec = {
  name: 'connections-stay-connections',
  ...ending(() => [
    { ops: [tcp(0), bind(0, at('a')), connect(0, at('a')), connect(0, at('a'))], ends: 'EISCONN' },
    {
      ops: [server(0, at('a')), tcp(1), connect(1, at('a')), shutdown(1), connect(1, at('a'))],
      ends: 'EISCONN',
    },
    {
      ops: [
        server(0, at('a')),
        tcp(1),
        { kind: 'sendto', socket: 1, address: at('a'), fastopen: true },
        accept(0, 2),
      ],
      ends: 'OK',
    },
    {
      ops: [
        [tcp(0), tcp(1), reuse(0), reuse(1), bind(0, at('a')), bind(1, at('a'))],
        [listen(1), connect(0, at('a')), accept(1, 2)],
      ],
      ends: 'EAGAIN',
    },
    {
      ops: [
        server(0, at('a')),
        { kind: 'socket', as: 1, domain: 'AF_INET', type: 1 | doNotWait, protocol: 'IPPROTO_IP' },
        [connect(1, at('a')), close(1)],
      ],
      ends: 'OK',
    },
    { ops: [unix(0), shutdown(0)], ends: 'OK' },
    {
      ops: [unixServer(0, '@s', 'SOCK_STREAM'), shutdown(0, 'SHUT_WR'), unix(1), connectName(1, '@s')],
      ends: 'OK',
    },
    {
      ops: [unixServer(0, '@s', 'SOCK_STREAM'), shutdown(0), unix(1), connectName(1, '@s')],
      ends: 'ECONNREFUSED',
    },
  ]),
}
