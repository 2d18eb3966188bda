import { type EndingCase, ending } from '../arbitrary/ends.js'
import { accept, at, bind, connect, layer, listen, mptcp, server, tcp, udp } from '../arbitrary/ops.js'
import type { InetAddress, Op, OpOf } from '../program.js'
import { doNotWait, socketKey } from '../socket-key.js'
import type { Spec } from '../spec.js'
import { has, type Target } from '../target.js'
import { netRights } from '../uapi/landlock.js'

const unspec: InetAddress = { ...at('a'), family: 'AF_UNSPEC' }
const send = (socket: number, address?: InetAddress): OpOf<'sendto'> => ({
  ...{ kind: 'sendto', socket },
  ...(address && { address }),
})
const fastOpen = (socket: number, address?: InetAddress): Op => ({ ...send(socket, address), fastopen: true })

/** Socket 1 asks for a cookie when it connects. */
const asking: readonly Op[] = [
  tcp(1),
  { kind: 'setsockopt', socket: 1, option: 'TCP_FASTOPEN_CONNECT', value: 1 },
  connect(1, at('a')),
]

/** It connects by sending, after which there is nothing left to ask. */
const opening: readonly Op[] = [...asking.slice(0, 2), fastOpen(1, at('a'))]

const connected = [server(0, at('a')), tcp(1), connect(1, at('a'))]

/** AF_UNSPEC in a sandbox that handles the right: its length is looked at by kernels whose hook does not answer as the stack does. To a datagram Fast Open says nothing. */
const sandboxed = (target: Target): readonly EndingCase[] => [
  { ops: [layer(target, 0, ['connect_tcp']), tcp(0), send(0, at('a'))], ends: 'EPIPE' },
  { ops: [layer(target, 0, ['connect_tcp']), tcp(0), fastOpen(0)], ends: 'EINVAL' },
  { ops: [layer(target, 0, ['connect_tcp']), tcp(0), fastOpen(0, unspec)], ends: 'EOPNOTSUPP' },
  { ops: [connected.flat(), layer(target, 0, ['connect_tcp']), send(1, at('b'))], ends: 'OK' },
  ...(has(target, netRights.bind_udp)
    ? ([{ ops: [layer(target, 0, ['bind_udp']), udp(0), fastOpen(0, at('a'))], ends: 'EACCES' }] as const)
    : []),
]

const hasMptcp = ({ sockets }: Target): boolean =>
  sockets[socketKey({ domain: 'AF_INET', type: 'SOCK_STREAM', protocol: 'IPPROTO_MPTCP' })]?.root === 'OK'

/** MPTCP looks at its state first, and ends what it did when Fast Open fails. */
const ofMptcp: readonly EndingCase[] = [
  { ops: [mptcp(0), send(0, at('a'))], ends: 'EPIPE' },
  { ops: [mptcp(0), fastOpen(0)], ends: 'EINVAL' },
  { ops: [mptcp(0), fastOpen(0, unspec)], ends: 'EOPNOTSUPP' },
  {
    ops: [server(0, at('a')), mptcp(1), fastOpen(1, at('a')), accept(0, 2), { kind: 'recv', socket: 2 }],
    ends: 'OK',
  },
  { ops: [server(0, at('a')), mptcp(1), connect(1, at('a')), fastOpen(1, unspec)], ends: 'EINVAL' },
  {
    ops: [mptcp(0), bind(0, at('a')), listen(0), fastOpen(0, unspec), tcp(1), connect(1, at('a'))],
    ends: 'ECONNREFUSED',
  },
  {
    ops: [mptcp(0), bind(0, at('a')), listen(0), fastOpen(0), tcp(1), connect(1, at('a'))],
    ends: 'ECONNREFUSED',
  },
  {
    ops: [mptcp(0), bind(0, at('a')), listen(0), fastOpen(0, at('b')), tcp(1), connect(1, at('a'))],
    ends: 'ECONNREFUSED',
  },
  {
    ops: [
      server(0, at('a')),
      { kind: 'socket', as: 1, domain: 'AF_INET', type: 1 | doNotWait, protocol: 'IPPROTO_MPTCP' },
      [fastOpen(1, at('a')), accept(0, 2), { kind: 'getpeername', socket: 2 }],
    ],
    ends: 'OK',
  },
]

/** Where two checks of a send on a stream fail, the one that the stack makes first gives the errno; an address alone is not looked at. */
export const theFirstCheckOfAStreamSendAnswers: Spec = {
  name: 'the-first-check-of-a-stream-send-answers',
  ...ending(target => [
    { ops: [tcp(0), send(0, at('a'))], ends: 'EPIPE' },
    { ops: [server(0, at('a')), asking, fastOpen(1, at('a'))], ends: 'EALREADY' },
    { ops: [server(0, at('a')), asking, fastOpen(1)], ends: 'EALREADY' },
    { ops: [asking.slice(0, 2), connect(1, unspec), fastOpen(1)], ends: 'EINVAL' },
    { ops: [server(0, at('a')), asking, fastOpen(1, unspec)], ends: 'EOPNOTSUPP' },
    { ops: [server(0, at('a')), opening, connect(1, at('a')), fastOpen(1, at('a'))], ends: 'EISCONN' },
    { ops: [tcp(0), bind(0, at('a')), send(0, at('b'))], ends: 'EPIPE' },
    { ops: [server(0, at('a')), send(0, at('b'))], ends: 'EPIPE' },
    { ops: [tcp(0), fastOpen(0)], ends: 'EINVAL' },
    { ops: [tcp(0), fastOpen(0, unspec)], ends: 'EOPNOTSUPP' },
    { ops: [tcp(0), fastOpen(0, { ...unspec, length: 1 })], ends: 'EINVAL' },
    { ops: [tcp(0), fastOpen(0, { ...unspec, length: 2 })], ends: 'EOPNOTSUPP' },
    {
      ops: [
        { kind: 'socket', as: 0, domain: 'AF_INET', type: 1 | doNotWait, protocol: 'IPPROTO_IP' },
        connect(0, at('a', 'AF_INET6')),
      ],
      ends: 'EAFNOSUPPORT',
    },
    { ops: [server(0, at('a')), fastOpen(0)], ends: 'EISCONN' },
    { ops: [server(0, at('a')), fastOpen(0, unspec), tcp(1), connect(1, at('a'))], ends: 'OK' },
    { ops: [connected.flat(), fastOpen(1)], ends: 'EISCONN' },
    { ops: [connected.flat(), fastOpen(1, at('b'))], ends: 'EISCONN' },
    {
      ops: [
        connected.flat(),
        fastOpen(1, unspec),
        send(1, at('b')),
        accept(0, 2),
        { kind: 'recv', socket: 2 },
      ],
      ends: 'OK',
    },
    ...sandboxed(target),
    ...(hasMptcp(target) ? ofMptcp : []),
  ]),
}
