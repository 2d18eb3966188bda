import { type EndingCase, ending } from '../arbitrary/ends.js'
import { accept, at, bind, connect, type Domain, layer, recv, rightsOf, server } from '../arbitrary/ops.js'
import {
  netlinkKernel,
  noHash,
  type OtherKind,
  onLoopback,
  sha256,
  tipcService,
} from '../arbitrary/other-kinds.js'
import { creationOf } from '../model/sockets.js'
import type { Address, Op } from '../program.js'
import type { Spec } from '../spec.js'
import { isFixed, type Target } from '../target.js'

/** A kind of socket, and how it is seen at work on socket 0. */
type Control = { readonly kind: OtherKind; readonly cases: readonly EndingCase[] }

const to = (kind: 'bind' | 'connect' | 'sendto' | 'echo', address: Address): Op => ({
  kind,
  socket: 0,
  address,
})
const echo: Op = { kind: 'echo', socket: 0 }
const send: Op = { kind: 'sendto', socket: 0 }
const peer: Op = { kind: 'getpeername', socket: 0 }
const shut: Op = { kind: 'shutdown', socket: 0, how: 'SHUT_WR' }
const unspec: Op = to('connect', { ...at('b'), family: 'AF_UNSPEC' })
const unshared = (socket: number): Op => ({ kind: 'setsockopt', socket, option: 'SO_REUSEADDR', value: 0 })
const open = (as: number, kind: OtherKind): Op => ({ kind: 'socket', as, ...kind })

const ping = (domain: Domain): Control => {
  const [here, there] = [at('a', domain), at('b', domain)]
  const protocol = domain === 'AF_INET' ? 'IPPROTO_ICMP' : 'IPPROTO_ICMPV6'
  const kind = { domain, type: 'SOCK_DGRAM', protocol } as const
  return {
    kind,
    cases: [
      { ops: [bind(0, here)], ends: 'OK' },
      { ops: [bind(0, here), bind(0, there)], ends: 'EINVAL' },
      { ops: [bind(0, here), open(1, kind), bind(1, here)], ends: 'OK' },
      { ops: [bind(0, here), open(1, kind), unshared(1), bind(1, here)], ends: 'EADDRINUSE' },
      { ops: [bind(0, here), open(1, kind), unshared(1), bind(1, there), bind(1, here)], ends: 'EINVAL' },
      { ops: [connect(0, there), echo, recv(0)], ends: 'OK' },
      { ops: [to('echo', there), recv(0), recv(0)], ends: 'EAGAIN' },
      { ops: [to('sendto', there)], ends: 'EINVAL' },
      { ops: [echo], ends: 'EDESTADDRREQ' },
      { ops: [connect(0, there), unspec, echo], ends: 'EDESTADDRREQ' },
      { ops: [connect(0, there), peer], ends: 'OK' },
      { ops: [shut, to('echo', there)], ends: 'EPIPE' },
      { ops: [{ kind: 'listen', socket: 0 }], ends: 'EOPNOTSUPP' },
    ],
  }
}

const icmp = (domain: Domain): Control => {
  const there = at(0, domain)
  return {
    kind: { domain, type: 'SOCK_RAW', protocol: domain === 'AF_INET' ? 'IPPROTO_ICMP' : 'IPPROTO_ICMPV6' },
    cases: [
      { ops: [to('echo', there), recv(0), recv(0)], ends: 'OK' },
      { ops: [bind(0, there), bind(0, there), connect(0, there), echo, recv(0)], ends: 'OK' },
      { ops: [connect(0, there), bind(0, there)], ends: 'EINVAL' },
      { ops: [to('sendto', there)], ends: 'EFAULT' },
      { ops: [echo], ends: 'EDESTADDRREQ' },
    ],
  }
}

/** Raw sockets of the protocols that rights are about. */
const rawOf = (domain: Domain, protocol: 'IPPROTO_TCP' | 'IPPROTO_UDP'): Control => {
  const there = at('b', domain)
  return {
    kind: { domain, type: 'SOCK_RAW', protocol },
    cases: [
      { ops: [bind(0, at('a', domain)), connect(0, there), send], ends: 'OK' },
      domain === 'AF_INET'
        ? { ops: [to('sendto', there), recv(0)], ends: 'OK' }
        : { ops: [to('sendto', there)], ends: 'EINVAL' },
    ],
  }
}

const packet = (type: 'SOCK_DGRAM' | 'SOCK_RAW'): Control => ({
  kind: { domain: 'AF_PACKET', type, protocol: 'IPPROTO_IP' },
  cases: [
    { ops: [to('bind', onLoopback)], ends: 'OK' },
    { ops: [to('sendto', { ...onLoopback, device: 'all' })], ends: 'ENXIO' },
    ...(type === 'SOCK_RAW'
      ? [{ ops: [to('sendto', onLoopback)], ends: 'EINVAL' as const }]
      : [
          { ops: [to('bind', onLoopback), send, recv(0)], ends: 'OK' as const },
          { ops: [to('bind', onLoopback), send, recv(0), recv(0)], ends: 'EAGAIN' as const },
        ]),
    { ops: [to('connect', onLoopback)], ends: 'EOPNOTSUPP' },
  ],
})

const netlink: Control = {
  kind: { domain: 'AF_NETLINK', type: 'SOCK_RAW', protocol: 'IPPROTO_IP' },
  cases: [
    { ops: [bind(0, netlinkKernel)], ends: 'OK' },
    { ops: [bind(0, netlinkKernel), bind(0, netlinkKernel)], ends: 'EINVAL' },
    { ops: [connect(0, netlinkKernel)], ends: 'OK' },
    { ops: [send], ends: 'OK' },
    { ops: [to('sendto', netlinkKernel), peer], ends: 'OK' },
  ],
}

const alg: Control = {
  kind: { domain: 'AF_ALG', type: 'SOCK_SEQPACKET', protocol: 'IPPROTO_IP' },
  cases: [
    { ops: [to('bind', sha256)], ends: 'OK' },
    { ops: [to('bind', noHash)], ends: 'ENOENT' },
    { ops: [accept(0, 1)], ends: 'EINVAL' },
    { ops: [to('bind', sha256), accept(0, 1), { ...send, socket: 1 }], ends: 'OK' },
    { ops: [to('bind', sha256), accept(0, 1), { ...send, socket: 1 }, recv(1)], ends: 'OK' },
    { ops: [to('bind', sha256), send], ends: 'EOPNOTSUPP' },
  ],
}

const tipc = (type: 'SOCK_STREAM' | 'SOCK_RDM'): Control => ({
  kind: { domain: 'AF_TIPC', type, protocol: 'IPPROTO_IP' },
  cases: [{ ops: [bind(0, tipcService), bind(0, tipcService)], ends: 'OK' }],
})

const rds: Control = {
  kind: { domain: 'AF_RDS', type: 'SOCK_SEQPACKET', protocol: 'IPPROTO_IP' },
  cases: [
    { ops: [bind(0, at('a'))], ends: 'OK' },
    { ops: [bind(0, at('a')), bind(0, at('a'))], ends: 'EINVAL' },
    { ops: [bind(0, at('a')), connect(0, at('b')), peer], ends: 'OK' },
    { ops: [connect(0, at('b'))], ends: 'OK' },
  ],
}

/** Accepted where TCP may not be connected: a gap, since the connection is one of TCP. */
const smc = (kind: OtherKind, domain: Domain = 'AF_INET'): Control => ({
  kind,
  cases: [
    { ops: [server(1, at('a', domain), domain), connect(0, at('a', domain)), accept(1, 2)], ends: 'OK' },
    { ops: [server(1, at('a', domain), domain), connect(0, at('a', domain))], ends: 'OK' },
    { ops: [connect(0, at('b', domain))], ends: 'ECONNREFUSED' },
  ],
})

const controls: readonly Control[] = [
  ...(['AF_INET', 'AF_INET6'] as const).flatMap(domain => [
    ping(domain),
    icmp(domain),
    rawOf(domain, 'IPPROTO_TCP'),
    rawOf(domain, 'IPPROTO_UDP'),
    smc({ domain, type: 'SOCK_STREAM', protocol: 'IPPROTO_SMC' }, domain),
  ]),
  smc({ domain: 'AF_SMC', type: 'SOCK_STREAM', protocol: 'IPPROTO_IP' }),
  packet('SOCK_DGRAM'),
  packet('SOCK_RAW'),
  netlink,
  alg,
  tipc('SOCK_STREAM'),
  tipc('SOCK_RDM'),
  rds,
]

const opens = (target: Target, { kind }: Control): boolean => creationOf(target, kind)?.root === 'OK'

/** The rights that leave room for a TCP listener, which is no other kind of socket. */
const rightsBeside = (target: Target, ops: EndingCase['ops']) =>
  rightsOf(target).filter(right => right !== 'bind_tcp' || !ops.flat().some(({ kind }) => kind === 'listen'))

/** Ping, raw, packet, netlink, AF_ALG, TIPC, RDS and SMC sockets do in a sandbox what they are for, each with a call that succeeds. */
export const otherSocketsDoWhatTheyAreFor: Spec = {
  name: 'other-sockets-do-what-they-are-for',
  applies: target => isFixed(target, 1),
  ...ending(target =>
    controls
      .filter(control => opens(target, control))
      .flatMap(({ kind, cases }) =>
        cases.flatMap(({ ops, ends }) =>
          [[], layer(target, 0, rightsBeside(target, ops))].map(
            (sandbox): EndingCase => ({ ops: [sandbox, open(0, kind), ...ops], ends }),
          ),
        ),
      ),
  ),
}
