import { type EndingCase, ending } from '../arbitrary/ends.js'
import { accept, close, layer, listen, recv, rightsOf } from '../arbitrary/ops.js'
import { creationOf } from '../model/sockets.js'
import {
  type Address,
  asOp,
  type InetAddress,
  type Op,
  type OpOf,
  type Port,
  type Route,
  type VsockAddress,
} from '../program.js'
import type { Spec } from '../spec.js'
import type { Target } from '../target.js'
import { vsockAny, vsockLocal } from '../uapi/socket.js'

const types = ['SOCK_STREAM', 'SOCK_SEQPACKET'] as const
type VsockType = (typeof types)[number]

const vsock = (as: number, type: VsockType): OpOf<'socket'> => ({
  ...{ kind: 'socket', as, domain: 'AF_VSOCK', type, protocol: 'IPPROTO_IP' },
})

const here = (port: Port, cid = vsockLocal): VsockAddress => ({ family: 'AF_VSOCK', cid, port })
const bind = (socket: number, address: VsockAddress): Op => ({ kind: 'bind', socket, address })
const connect = (socket: number, port: Port): Op => ({ kind: 'connect', socket, address: here(port) })
const send = (socket: number, address?: VsockAddress): Op => ({
  ...{ kind: 'sendto', socket },
  ...(address === undefined ? {} : { address }),
})

const server = (type: VsockType, cid = vsockLocal): readonly Op[] => [
  vsock(0, type),
  bind(0, here('a', cid)),
  listen(0),
]

const joined = (type: VsockType): readonly Op[] =>
  [server(type), vsock(1, type), connect(1, 'a'), accept(0, 2)].flat()

/** An address of IP's layout, whose zeros say a context and a port. */
const asInet = (length?: number): InetAddress => ({
  ...{ family: 'AF_VSOCK', host: '0.0.0.0', port: 0 },
  ...(length === undefined ? {} : { length }),
})
const bindTo = (socket: number, address: Address): Op => ({ kind: 'bind', socket, address })

const messages = (buffers: number): Op => ({ kind: 'sendmsg', socket: 1, buffers })

/** What a vsock does over the loopback transport, and how that ends. */
const endings = (type: VsockType): readonly EndingCase[] => {
  const other = type === 'SOCK_STREAM' ? 'SOCK_SEQPACKET' : 'SOCK_STREAM'
  const isStream = type === 'SOCK_STREAM'
  return [
    { ops: [vsock(0, type), bind(0, here('a'))], ends: 'OK' },
    { ops: [vsock(0, type), bind(0, here(vsockAny, vsockAny)), listen(0)], ends: 'OK' },
    { ops: [vsock(0, type), bind(0, here('a')), bind(0, here('b'))], ends: 'EINVAL' },
    { ops: [server(type), vsock(1, type), bind(1, here('a', vsockAny))], ends: 'EADDRINUSE' },
    { ops: [vsock(0, type), bind(0, here('a', 0))], ends: 'EADDRNOTAVAIL' },
    { ops: [vsock(0, type), listen(0)], ends: 'EINVAL' },
    { ops: [server(type), accept(0, 1)], ends: 'EAGAIN' },
    { ops: [server(type, vsockAny), vsock(1, type), connect(1, 'a')], ends: 'OK' },
    { ops: [server(type), vsock(1, type), connect(1, 'b')], ends: 'ECONNRESET' },
    { ops: [server(type), vsock(1, other), connect(1, 'a')], ends: 'ECONNRESET' },
    { ops: [server(type), vsock(1, type), connect(1, 'b'), connect(1, 'a')], ends: 'OK' },
    { ops: [vsock(1, type), connect(1, 'a'), bind(1, here('b'))], ends: 'EINVAL' },
    { ops: [server(type), connect(0, 'b')], ends: 'EINVAL' },
    { ops: [joined(type), connect(1, 'a')], ends: 'EISCONN' },
    { ops: [joined(type), listen(1)], ends: 'EINVAL' },
    { ops: [joined(type), send(1, here('a'))], ends: 'EISCONN' },
    { ops: [vsock(0, type), send(0, here('a'))], ends: 'EOPNOTSUPP' },
    { ops: [vsock(0, type), send(0)], ends: 'ENOTCONN' },
    { ops: [vsock(0, type), recv(0)], ends: 'ENOTCONN' },
    { ops: [joined(type), send(1), recv(2)], ends: 'OK' },
    { ops: [joined(type), send(2), recv(1), recv(1)], ends: 'EAGAIN' },
    { ops: [joined(type), messages(2), recv(2), recv(2)], ends: isStream ? 'OK' : 'EAGAIN' },
    { ops: [joined(type), messages(2), { kind: 'recvmsg', socket: 2, buffers: 2 }, recv(2)], ends: 'EAGAIN' },
    {
      ops: [joined(type), send(1), send(1), { kind: 'recvmsg', socket: 2, buffers: 2 }, recv(2)],
      ends: isStream ? 'EAGAIN' : 'OK',
    },
    { ops: [joined(type), { kind: 'send_oob', socket: 1 }], ends: 'EOPNOTSUPP' },
    { ops: [vsock(0, type), bindTo(0, asInet())], ends: 'EADDRNOTAVAIL' },
    { ops: [vsock(0, type), bindTo(0, asInet(15))], ends: 'EINVAL' },
    { ops: [vsock(0, type), bind(0, here('a')), bindTo(0, asInet())], ends: 'EINVAL' },
    { ops: [vsock(0, type), bind(0, here(vsockAny, 0))], ends: 'EADDRNOTAVAIL' },
    { ops: [vsock(0, type), bind(0, here(1024))], ends: 'OK' },
    {
      ops: [vsock(0, type), bind(0, here(vsockAny)), vsock(1, type), bind(1, here(vsockAny))],
      ends: 'OK',
    },
    { ops: [joined(type), { kind: 'connect', socket: 1, address: asInet(15) }], ends: 'EISCONN' },
    {
      ops: [vsock(0, type), { kind: 'setsockopt', socket: 0, option: 'TCP_FASTOPEN', value: 1 }],
      ends: 'ENOPROTOOPT',
    },
    { ops: [joined(type), { kind: 'getpeername', socket: 2 }], ends: 'OK' },
    { ops: [joined(type), { kind: 'shutdown', socket: 1, how: 'SHUT_WR' }], ends: 'OK' },
    { ops: [joined(type), close(0), vsock(0, type), bind(0, here('a'))], ends: 'OK' },
    {
      ops: [vsock(0, type), { kind: 'setsockopt', socket: 0, option: 'IPV6_V6ONLY', value: 1 }],
      ends: 'ENOPROTOOPT',
    },
    {
      ops: [
        vsock(0, type),
        { kind: 'bind', socket: 0, address: { family: 'AF_INET', host: '127.0.0.1', port: 'a' } },
      ],
      ends: 'EINVAL',
    },
  ]
}

const routes: readonly Route[] = ['compat', 'socketcall', 'thread', 'exec']

/** A connection whose calls all go by a route. */
const byRoute = (route: Route): EndingCase => ({
  ops: [
    joined('SOCK_STREAM').map(op => (op.kind === 'socket' ? op : asOp({ ...op, route }))),
    asOp({ ...send(1), route }),
    recv(2),
  ],
  ends: 'OK',
})

const opens = (target: Target, type: VsockType): boolean => creationOf(target, vsock(0, type))?.root === 'OK'

/** vsock binds, listens, connects, accepts, sends and receives in a sandbox of all rights as outside of it. */
export const vsockIsUntouched: Spec = {
  name: 'vsock-is-untouched',
  applies: target => types.every(type => opens(target, type)),
  ...ending(target =>
    [[], layer(target, 0, rightsOf(target))].flatMap(sandbox =>
      [...types.flatMap(endings), ...(sandbox.length === 0 ? [] : routes.map(byRoute))].map(
        ({ ops, ends }): EndingCase => ({ ops: [sandbox, ...ops], ends }),
      ),
    ),
  ),
}
