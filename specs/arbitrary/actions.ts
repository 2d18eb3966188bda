import type { Op, OpOf, Port, Slot } from '../program.js'
import type { Target } from '../target.js'
import { families } from '../uapi/socket.js'
import {
  at,
  connect,
  type Domain,
  type Grant,
  layer,
  mptcp,
  type NetRightName,
  rightsOf,
  server,
  tcp,
  udp,
} from './ops.js'

/** A call that may be made by a route, with what has to be there before it, and the right that it needs. */
export type Action = {
  readonly name: string
  readonly right: NetRightName | null
  /** Where the right is about no port of its own but about one that the kernel chooses. */
  readonly autobinds?: true
  readonly before: (socket: Slot, domain: Domain) => readonly Op[]
  readonly act: (socket: Slot, domain: Domain) => RoutedOp
}

/** The ops that may take a route. */
type RoutedOp = OpOf<'socket' | 'bind' | 'connect' | 'listen' | 'accept' | 'sendto'>
type ActOf = Action['act']

const opening = (make: typeof tcp) => (socket: Slot, domain: Domain) => [make(socket, domain)]
const openingInet6 = (make: typeof tcp) => (socket: Slot) => [make(socket, 'AF_INET6')]

const bindTo: ActOf = (socket, domain) => ({ kind: 'bind', socket, address: at('a', domain) })
const connectTo: ActOf = (socket, domain) => ({ kind: 'connect', socket, address: at('a', domain) })
const sendTo: ActOf = (socket, domain) => ({ kind: 'sendto', socket, address: at('a', domain) })

const mapped = at('a', 'AF_INET6', '::ffff:127.0.0.1')

/** The port of what an action needs before: socket 0 and socket 1 have one each. */
const helping = (socket: Slot, domain: Domain) => at(socket === 0 ? 'c' : 'd', domain)

/** A listener where somebody waits. */
const visited = (socket: Slot, domain: Domain): readonly Op[] => [
  ...server(socket, helping(socket, domain), domain),
  tcp(socket + 4, domain),
  connect(socket + 4, helping(socket, domain)),
]

/** A socket that listened before. */
const retired = (socket: Slot, domain: Domain): readonly Op[] => [
  ...server(socket, helping(socket, domain), domain),
  { kind: 'shutdown', socket, how: 'SHUT_RDWR' },
]

const deferring = (socket: Slot, domain: Domain): readonly Op[] => [
  tcp(socket, domain),
  { kind: 'setsockopt', socket, option: 'TCP_FASTOPEN_CONNECT', value: 1 },
]

/** A UDP socket that has a port. */
const bound = (socket: Slot, domain: Domain): readonly Op[] => [
  udp(socket, domain),
  { kind: 'bind', socket, address: helping(socket, domain) },
]

/** A UDP socket that is connected elsewhere over IPv6 and then made one of IPv4. */
const reformed = (socket: Slot): readonly Op[] => [
  udp(socket, 'AF_INET6'),
  connect(socket, { ...helping(socket, 'AF_INET6'), host: '::ffff:127.0.0.1' }),
  { kind: 'setsockopt', socket, option: 'IPV6_ADDRFORM', value: families.AF_INET },
]

/** Every kind of call that is tried by every route and in every way. */
export const actions: readonly Action[] = [
  {
    name: 'socket',
    right: null,
    before: () => [],
    act: (as, domain) => ({ kind: 'socket', as, domain, type: 'SOCK_STREAM', protocol: 'IPPROTO_IP' }),
  },
  { name: 'bind, TCP', right: 'bind_tcp', before: opening(tcp), act: bindTo },
  {
    name: 'bind, TCP, v4-mapped',
    right: 'bind_tcp',
    before: openingInet6(tcp),
    act: socket => ({ kind: 'bind', socket, address: mapped }),
  },
  { name: 'connect, TCP', right: 'connect_tcp', before: opening(tcp), act: connectTo },
  {
    name: 'connect, TCP, v4-mapped',
    right: 'connect_tcp',
    before: openingInet6(tcp),
    act: socket => ({ kind: 'connect', socket, address: mapped }),
  },
  { name: 'connect, TCP_FASTOPEN_CONNECT', right: 'connect_tcp', before: deferring, act: connectTo },
  { name: 'connect, a former listener', right: 'connect_tcp', before: retired, act: connectTo },
  {
    name: 'sendto, MSG_FASTOPEN',
    right: 'connect_tcp',
    before: opening(tcp),
    act: (socket, domain) => ({ kind: 'sendto', socket, address: at('a', domain), fastopen: true }),
  },
  {
    name: 'listen, without a port',
    right: null,
    before: opening(tcp),
    act: socket => ({ kind: 'listen', socket }),
  },
  {
    name: 'accept, TCP',
    right: null,
    before: visited,
    act: socket => ({ kind: 'accept', socket, as: socket + 6 }),
  },
  { name: 'bind, MPTCP', right: null, before: opening(mptcp), act: bindTo },
  { name: 'bind, UDP', right: 'bind_udp', before: opening(udp), act: bindTo },
  {
    name: 'connect, UDP without a port',
    right: 'bind_udp',
    autobinds: true,
    before: opening(udp),
    act: connectTo,
  },
  {
    name: 'sendto, UDP without a port',
    right: 'bind_udp',
    autobinds: true,
    before: opening(udp),
    act: sendTo,
  },
  { name: 'connect, UDP', right: 'connect_send_udp', before: bound, act: connectTo },
  { name: 'sendto, UDP', right: 'connect_send_udp', before: bound, act: sendTo },
  {
    name: 'sendto, UDP after IPV6_ADDRFORM',
    right: 'connect_send_udp',
    before: reformed,
    act: socket => sendTo(socket, 'AF_INET'),
  },
  {
    name: 'sendmsg, UDP',
    right: 'connect_send_udp',
    before: opening(udp),
    act: (socket, domain) => ({ kind: 'sendto', socket, address: at('a', domain), via: 'sendmsg' }),
  },
  {
    name: 'sendmmsg, UDP',
    right: 'connect_send_udp',
    before: opening(udp),
    act: (socket, domain) => ({ kind: 'sendto', socket, address: at('a', domain), via: 'sendmmsg' }),
  },
]

/** A sandbox that handles every right, and grants what an action needs or not; what it needs before is not what it is about. */
export const sandboxFor = (
  target: Target,
  { right, autobinds }: Action,
  isGranted: boolean,
): readonly Op[] => {
  const handled = rightsOf(target)
  const grant = (allow: readonly NetRightName[], port: Port): readonly Grant[] => {
    const known = allow.filter(one => handled.includes(one))
    return known.length === 0 ? [] : [{ allow: known, port }]
  }
  return layer(target, 0, handled, [
    ...(right !== null && isGranted ? grant([right], autobinds ? 0 : 'a') : []),
    ...(autobinds ? grant(['connect_send_udp'], 'a') : grant(['bind_udp'], 0)),
    ...grant(handled, 'c'),
    ...grant(handled, 'd'),
  ])
}
