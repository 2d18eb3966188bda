import { ending } from '../arbitrary/ends.js'
import { at, bind, connect, layer, listen, mptcp, rightsOf, server, tcp, udp } from '../arbitrary/ops.js'
import type { Op, SocketOption } from '../program.js'
import { socketKey } from '../socket-key.js'
import type { Spec } from '../spec.js'

const set = (socket: number, option: SocketOption, value = 1): Op => ({
  kind: 'setsockopt',
  socket,
  option,
  value,
})

const unspec = { ...at('a'), family: 'AF_UNSPEC' } as const
const connected = [mptcp(0), bind(0, at('a')), listen(0), mptcp(1), connect(1, at('a'))]
const connectedToTcp = [...server(0, at('a')), mptcp(1), connect(1, at('a'))]

const raw: Op = { kind: 'socket', as: 0, domain: 'AF_INET', type: 'SOCK_RAW', protocol: 'IPPROTO_MPTCP' }

/** MPTCP takes the options of its first connection as TCP does, until it is connected; UDP takes none of them, and a raw socket with its number is none of it. */
export const mptcpTakesOptionsBeforeItConnects: Spec = {
  name: 'mptcp-takes-options-before-it-connects',
  applies: target =>
    target.sockets[socketKey({ domain: 'AF_INET', type: 'SOCK_STREAM', protocol: 'IPPROTO_MPTCP' })]?.root ===
    'OK',
  ...ending(target => [
    { ops: [mptcp(0), set(0, 'SO_REUSEADDR')], ends: 'OK' },
    { ops: [mptcp(0), set(0, 'SO_REUSEPORT')], ends: 'OK' },
    { ops: [mptcp(0), bind(0, at('a')), set(0, 'SO_REUSEADDR')], ends: 'OK' },
    { ops: [mptcp(0), bind(0, at('a')), listen(0), set(0, 'SO_REUSEADDR')], ends: 'OK' },
    { ops: [connected, set(1, 'SO_REUSEADDR')], ends: 'EINVAL' },
    { ops: [connected, set(1, 'TCP_FASTOPEN_CONNECT')], ends: 'EINVAL' },
    { ops: [connected, set(1, 'IPV6_V6ONLY')], ends: 'EINVAL' },
    { ops: [connectedToTcp, set(1, 'IPV6_V6ONLY')], ends: 'ENOPROTOOPT' },
    { ops: [connectedToTcp, set(1, 'SO_REUSEADDR')], ends: 'EINVAL' },
    { ops: [connected, connect(1, unspec), set(1, 'SO_REUSEADDR')], ends: 'OK' },
    { ops: [mptcp(0), set(0, 'IPV6_V6ONLY')], ends: 'ENOPROTOOPT' },
    { ops: [mptcp(0, 'AF_INET6'), set(0, 'IPV6_V6ONLY')], ends: 'OK' },
    { ops: [mptcp(0, 'AF_INET6'), bind(0, at('a', 'AF_INET6')), set(0, 'IPV6_V6ONLY')], ends: 'EINVAL' },
    { ops: [mptcp(0), set(0, 'TCP_FASTOPEN_CONNECT')], ends: 'OK' },
    { ops: [mptcp(0), set(0, 'TCP_FASTOPEN_CONNECT', 2)], ends: 'EINVAL' },
    { ops: [mptcp(0), bind(0, at('a')), listen(0), set(0, 'TCP_FASTOPEN_CONNECT')], ends: 'EINVAL' },
    { ops: [mptcp(0), set(0, 'TCP_FASTOPEN')], ends: 'OK' },
    {
      ops: [
        [mptcp(0), set(0, 'SO_REUSEADDR'), bind(0, at('a'))],
        [tcp(1), set(1, 'SO_REUSEADDR'), bind(1, at('a'))],
      ],
      ends: 'OK',
    },
    { ops: [layer(target, 0, rightsOf(target)), raw, connect(0, at('a'))], ends: 'OK' },
    { ops: [mptcp(0), set(0, 'TCP_REPAIR')], ends: 'ENOPROTOOPT' },
    { ops: [mptcp(0), set(0, 'UDP_CORK')], ends: 'ENOPROTOOPT' },
    { ops: [connected, set(1, 'UDP_CORK')], ends: 'ENOPROTOOPT' },
    { ops: [tcp(0), set(0, 'UDP_CORK')], ends: 'ENOPROTOOPT' },
    { ops: [tcp(0, 'AF_INET6'), set(0, 'UDP_CORK')], ends: 'ENOPROTOOPT' },
    { ops: [udp(0), set(0, 'TCP_REPAIR')], ends: 'ENOPROTOOPT' },
    { ops: [udp(0), set(0, 'TCP_FASTOPEN_CONNECT')], ends: 'ENOPROTOOPT' },
    { ops: [udp(0, 'AF_INET6'), set(0, 'TCP_FASTOPEN')], ends: 'ENOPROTOOPT' },
  ]),
}
