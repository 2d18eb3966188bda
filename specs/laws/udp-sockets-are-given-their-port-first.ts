import { ending } from '../arbitrary/ends.js'
import { at, connect, send, tcp, udp } from '../arbitrary/ops.js'
import type { Op } from '../program.js'
import type { Spec } from '../spec.js'

const name: Op = { kind: 'getsockname', socket: 0 }

/** connect and send give an unbound socket its port before they look at the address, and it keeps it if they fail. */
export const udpSocketsAreGivenTheirPortFirst: Spec = {
  name: 'udp-sockets-are-given-their-port-first',
  ...ending(() => [
    { ops: [udp(0), connect(0, { ...at('a'), length: 15 }), name], ends: '=ephemeral' },
    { ops: [udp(0), connect(0, at('a', 'AF_INET6')), name], ends: '=ephemeral' },
    { ops: [udp(0), connect(0, { ...at('a'), length: 1 }), name], ends: '=0' },
    { ops: [udp(0), send(0)], ends: 'EDESTADDRREQ' },
    { ops: [udp(0, 'AF_INET6'), send(0)], ends: 'EDESTADDRREQ' },
    { ops: [udp(0), send(0), name], ends: '=ephemeral' },
    { ops: [udp(0, 'AF_INET6'), send(0, { ...at('a', 'AF_INET6'), length: 1 }), name], ends: '=ephemeral' },
    { ops: [udp(0), connect(0, at('a')), { kind: 'recv', socket: 0 }], ends: 'EAGAIN' },
    {
      ops: [
        tcp(0),
        { kind: 'setsockopt', socket: 0, option: 'TCP_FASTOPEN_CONNECT', value: 1 },
        connect(0, at('a')),
        name,
      ],
      ends: '=ephemeral',
    },
  ]),
}
