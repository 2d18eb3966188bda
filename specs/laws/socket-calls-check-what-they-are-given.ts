import { ending } from '../arbitrary/ends.js'
import { at, layer, rightsOf, server, tcp, udp, unix } from '../arbitrary/ops.js'
import type { Capability, Op, SocketOption } from '../program.js'
import type { Spec } from '../spec.js'

const set = (option: SocketOption, value: number): Op => ({ kind: 'setsockopt', socket: 0, option, value })

const socket = (domain: number, type: number): Op => ({ kind: 'socket', as: 0, domain, type, protocol: 0 })

const packet: Op = { kind: 'socket', as: 0, domain: 'AF_PACKET', type: 'SOCK_RAW', protocol: 'IPPROTO_IP' }
const kept: readonly (readonly Capability[])[] = [[], ['CAP_SYS_ADMIN'], ['CAP_SYS_ADMIN', 'CAP_NET_RAW']]

/** The family comes before the type, options have their values, and raw sockets their capability, in a sandbox as outside of it. */
export const socketCallsCheckWhatTheyAreGiven: Spec = {
  name: 'socket-calls-check-what-they-are-given',
  older: true,
  ...ending(target =>
    [[], layer(target, 0, rightsOf(target))].flatMap(sandbox => [
      { ops: [sandbox, socket(99, 12)], ends: 'EAFNOSUPPORT' as const },
      { ops: [sandbox, socket(99, 15)], ends: 'EAFNOSUPPORT' as const },
      { ops: [sandbox, socket(99, 16)], ends: 'EINVAL' as const },
      { ops: [sandbox, socket(99, -1)], ends: 'EINVAL' as const },
      { ops: [sandbox, socket(0, 11)], ends: 'EINVAL' as const },
      { ops: [sandbox, tcp(0), { kind: 'getsockopt' as const, socket: 0 }], ends: '=1' as const },
      { ops: [sandbox, udp(0), { kind: 'getsockopt' as const, socket: 0 }], ends: '=2' as const },
      ...[tcp, udp, unix].map(open => ({
        ops: [sandbox, open(0), { kind: 'getpeername' as const, socket: 0 }],
        ends: 'ENOTCONN' as const,
      })),
      { ops: [sandbox, { kind: 'setown' as const, socket: 3, owner: 0 }], ends: 'EBADF' as const },
      ...[tcp, udp].map(open => ({
        ops: [sandbox, open(0), set('IPV6_ADDRFORM', 2)],
        ends: 'ENOPROTOOPT' as const,
      })),
      ...[-1, 0, 1, 2].map(value => ({
        ops: [sandbox, tcp(0), set('TCP_FASTOPEN_CONNECT', value)],
        ends: value === 0 || value === 1 ? ('OK' as const) : ('EINVAL' as const),
      })),
      ...[-1, 0, 1].map(value => ({
        ops: [sandbox, tcp(0), set('TCP_FASTOPEN', value)],
        ends: value < 0 ? ('EINVAL' as const) : ('OK' as const),
      })),
      { ops: [server(0, at('a')), sandbox, set('TCP_FASTOPEN', 1)], ends: 'OK' as const },
      { ops: [sandbox, unix(0), set('SO_REUSEADDR', 1)], ends: 'OK' as const },
      ...kept.map(keep => ({
        ops: [sandbox, { kind: 'drop_caps' as const, keep }, packet],
        ends: keep.includes('CAP_NET_RAW') ? ('OK' as const) : ('EPERM' as const),
      })),
    ]),
  ),
}
