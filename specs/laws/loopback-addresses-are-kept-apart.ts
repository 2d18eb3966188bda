import { type EndingCase, ending } from '../arbitrary/ends.js'
import { at, bind, connect, listen, recv, send, tcp, udp } from '../arbitrary/ops.js'
import type { Host, Op } from '../program.js'
import type { Spec } from '../spec.js'
import { families } from '../uapi/socket.js'

const of = (host: Host) => at('a', host.includes(':') ? 'AF_INET6' : 'AF_INET', host)

const one = of('127.0.0.1')
const other = of('127.0.0.2')
const any = of('0.0.0.0')
const mapped = of('::ffff:127.0.0.2')

const streams: readonly EndingCase[] = [
  { ops: [tcp(0), bind(0, one), tcp(1), bind(1, other)], ends: 'OK' },
  { ops: [tcp(0), bind(0, other), tcp(1), bind(1, other)], ends: 'EADDRINUSE' },
  { ops: [tcp(0), bind(0, other), tcp(1), bind(1, any)], ends: 'EADDRINUSE' },
  { ops: [tcp(0), bind(0, any), tcp(1), bind(1, other)], ends: 'EADDRINUSE' },
  { ops: [tcp(0), bind(0, other), tcp(1, 'AF_INET6'), bind(1, mapped)], ends: 'EADDRINUSE' },
  { ops: [tcp(0), bind(0, one), tcp(1, 'AF_INET6'), bind(1, mapped)], ends: 'OK' },
  { ops: [tcp(0), bind(0, other), tcp(1, 'AF_INET6'), bind(1, of('::'))], ends: 'EADDRINUSE' },
  { ops: [tcp(0), bind(0, other), tcp(1, 'AF_INET6'), bind(1, of('::1'))], ends: 'OK' },
]

/** Who connects from where to a listener at an address. */
const reaching = (listener: Host, from: Host | null, to: Host): readonly (Op | readonly Op[])[] => {
  const family = to.includes(':') ? 'AF_INET6' : 'AF_INET'
  const own: readonly Op[] = from === null ? [] : [bind(1, { ...of(from), port: 'b' })]
  return [tcp(0), bind(0, of(listener)), listen(0), tcp(1, family), own, connect(1, of(to))]
}

const connections: readonly EndingCase[] = [
  { ops: reaching('127.0.0.2', null, '127.0.0.2'), ends: 'OK' },
  { ops: reaching('127.0.0.2', null, '127.0.0.1'), ends: 'ECONNREFUSED' },
  { ops: reaching('127.0.0.1', null, '127.0.0.2'), ends: 'ECONNREFUSED' },
  { ops: reaching('0.0.0.0', null, '127.0.0.2'), ends: 'OK' },
  { ops: reaching('127.0.0.2', null, '::ffff:127.0.0.2'), ends: 'OK' },
  { ops: reaching('127.0.0.1', null, '::ffff:127.0.0.2'), ends: 'ECONNREFUSED' },
  { ops: reaching('127.0.0.1', '127.0.0.2', '127.0.0.1'), ends: 'OK' },
  { ops: reaching('127.0.0.2', null, '0.0.0.0'), ends: 'ECONNREFUSED' },
  { ops: reaching('127.0.0.2', '127.0.0.2', '0.0.0.0'), ends: 'OK' },
  { ops: reaching('127.0.0.1', '127.0.0.2', '0.0.0.0'), ends: 'ECONNREFUSED' },
  { ops: reaching('127.0.0.1', '::ffff:127.0.0.2', '::'), ends: 'OK' },
  { ops: [tcp(0), bind(0, other), connect(0, other)], ends: 'OK' },
  { ops: [tcp(0), bind(0, any), connect(0, other)], ends: 'ECONNREFUSED' },
  { ops: [tcp(0), bind(0, any), connect(0, one)], ends: 'OK' },
]

/** Sockets 0 and 1 are at an address each, and socket 2 at neither. */
const both = [udp(0), bind(0, one), udp(1), bind(1, other), udp(2)]
const peers = [...both, connect(0, other)]
const inet6 = [udp(3, 'AF_INET6'), connect(3, mapped)]

const datagrams: readonly EndingCase[] = [
  { ops: [both, send(2, other), recv(1)], ends: 'OK' },
  { ops: [both, send(2, other), recv(0)], ends: 'EAGAIN' },
  { ops: [both, send(2, one), recv(1)], ends: 'EAGAIN' },
  { ops: [udp(0), bind(0, any), udp(1), send(1, other), recv(0)], ends: 'OK' },
  { ops: [peers, send(2, one), recv(0)], ends: 'EAGAIN' },
  { ops: [peers, send(1, one), recv(0)], ends: 'OK' },
  { ops: [both, send(1, any), recv(1)], ends: 'OK' },
  { ops: [both, send(2, any), recv(0)], ends: 'OK' },
  { ops: [udp(1), bind(1, other), udp(2), connect(2, one), send(2), send(2)], ends: 'ECONNREFUSED' },
  { ops: [udp(1), bind(1, other), udp(2), connect(2, other), send(2), recv(1)], ends: 'OK' },
  { ops: [both, inet6, send(3), recv(1)], ends: 'OK' },
  { ops: [both, inet6, send(3), recv(0)], ends: 'EAGAIN' },
  {
    ops: [
      ...[both, inet6],
      { kind: 'setsockopt', socket: 3, option: 'IPV6_ADDRFORM', value: families.AF_INET },
    ],
    ends: 'OK',
  },
  { ops: [both, udp(3, 'AF_INET6'), send(3, mapped), recv(1)], ends: 'OK' },
  { ops: [both, udp(3, 'AF_INET6'), send(3, other), recv(1)], ends: 'OK' },
]

/**
 * Addresses of loopback have a port each and share it with any address alone; nobody reaches one by another, and a socket that is connected to one takes
 * nothing from another. To any address means to one's own.
 */
export const loopbackAddressesAreKeptApart: Spec = {
  name: 'loopback-addresses-are-kept-apart',
  ...ending(() => [...streams, ...connections, ...datagrams]),
}
