import type { Address, Op, OpOf, Port } from '../program.js'
import { socketTypes } from '../uapi/socket.js'
import { accept, at, close, type Domain, listen, mptcp, recv, send, shut, tcp, wildcard } from './ops.js'
import { noHash, type OtherKindAddresses, sha256 } from './other-kinds.js'

/** Ports of a story; the same one outside of a sandbox and in it has its own. */
export type StoryPorts = { readonly one: Port; readonly other: Port }

const open = (as: number, { kind }: OtherKindAddresses, type: OpOf<'socket'>['type'] = kind.type): Op => ({
  kind: 'socket',
  as,
  ...kind,
  type,
})
const bind = (socket: number, address: Address): Op => ({ kind: 'bind', socket, address })
const connect = (socket: number, address: Address): Op => ({ kind: 'connect', socket, address })
const to = (kind: 'sendto' | 'echo', address: Address): Op => ({ kind, socket: 0, address })
const option = (
  socket: number,
  name: 'SO_REUSEADDR' | 'SO_REUSEPORT' | 'TCP_FASTOPEN',
  value: number,
): Op => ({ kind: 'setsockopt', socket, option: name, value })
const echo: Op = { kind: 'echo', socket: 0 }

/** An address that none of these sockets takes. */
const nowhere: Address = { family: 'AF_UNIX', name: '@a' }

const dissolve = (address: Address): readonly Op[] =>
  'host' in address ? [connect(0, { ...address, family: 'AF_UNSPEC' })] : []

/** What a socket was brought to; last, that nothing of what it does then is foreseen. */
export const setupsOf = (
  { here, there }: OtherKindAddresses,
  { one, other }: StoryPorts,
): readonly (readonly Op[])[] => {
  const [bound, connected] = [bind(0, here(one)), connect(0, there(other))]
  return [
    [],
    [bound],
    [bound, connected, ...dissolve(there(other))],
    [connected, shut(0, 'SHUT_WR')],
    [shut(0, 'SHUT_RD')],
    [bound, connected],
    [connect(0, nowhere)],
  ]
}

/** What is called then, and what that shows. */
export const callsOf = (kind: OtherKindAddresses, { one, other }: StoryPorts): readonly (readonly Op[])[] => {
  const plain = [kind.here(one), kind.there(other)]
  const { protocol } = kind.kind
  const isIcmp = protocol === 'IPPROTO_ICMP' || protocol === 'IPPROTO_ICMPV6'
  return [
    ...[...plain, ...kind.odd(one)].flatMap(address => [
      [bind(0, address)],
      [connect(0, address), { kind: 'getpeername', socket: 0 } as const],
    ]),
    ...kind.odd(one).map(address => [to('sendto', address)]),
    ...plain.flatMap(address => [
      [to('sendto', address), recv(0)],
      ...(isIcmp ? [[to('echo', address), recv(0), recv(0)]] : []),
    ]),
    [recv(0)],
    [send(0), recv(0)],
    [{ kind: 'sendmsg', socket: 0, address: kind.there(other), buffers: 8 }, recv(0)],
    ...(isIcmp ? [[echo, recv(0), recv(0), recv(0)]] : []),
    [listen(0), accept(0, 1)],
    [shut(0, 'SHUT_RDWR'), send(0)],
    [option(0, 'SO_REUSEADDR', 0), option(0, 'SO_REUSEPORT', 1), option(0, 'TCP_FASTOPEN', 1)],
    [open(1, kind), bind(1, kind.here(one))],
  ]
}

/** Stories of several sockets, and such that leave a process as no other can go on with it. */
export const longStories = (kind: OtherKindAddresses, ports: StoryPorts): readonly (readonly Op[])[] => {
  if (kind.smc !== undefined) return smcStories(kind, kind.smc, ports)
  const again = [close(0), open(0, kind)]
  const there = kind.there(ports.other)
  const plain = [
    ...kind.odd(ports.one).flatMap(address => [bind(0, address), ...again]),
    send(0),
    ...again,
    { kind: 'sendmsg', socket: 0, address: there, buffers: 8 } as const,
    ...again,
    to('sendto', there),
  ]
  return [plain, ...otherStories(kind, ports)]
}

const otherStories = (kind: OtherKindAddresses, { one, other }: StoryPorts): readonly (readonly Op[])[] => {
  const [here, there] = [kind.here(one), kind.there(other)]
  const second = [open(1, kind), bind(1, here)]
  switch (kind.kind.domain) {
    case 'AF_ALG':
      return operations(kind)
    case 'AF_RDS':
      return [
        [{ kind: 'unshare', what: 'net' }, bind(0, here)],
        [open(1, kind), connect(1, nowhere), bind(0, here)],
      ]
    case 'AF_TIPC':
      return [kind.odd(one).flatMap(address => [connect(0, nowhere), bind(0, address)])]
    case 'AF_INET':
    case 'AF_INET6':
      if (kind.kind.protocol === 'IPPROTO_SCTP') return associations(kind, { one, other })
      return [
        [bind(0, here), ...second, connect(0, there), echo, recv(0)],
        kind.odd(one).map(address => to('echo', address)),
        [connect(0, there), shut(0, 'SHUT_WR'), ...kind.odd(one).map(address => to('echo', address))],
        [...second, connect(1, nowhere), bind(0, here)],
        [bind(0, here), ...second, connect(1, nowhere), bind(0, here)],
        [...second, option(0, 'SO_REUSEADDR', 0), connect(1, nowhere), bind(0, here)],
      ]
    case 'AF_PACKET':
      return [[bind(0, there), recv(0)]]
    default:
      return []
  }
}

/** What two SCTP sockets say to each other, of which one listens, and what others find at their ports. */
const associations = (kind: OtherKindAddresses, { one, other }: StoryPorts): readonly (readonly Op[])[] => {
  const domain = kind.kind.domain === 'AF_INET6' ? 'AF_INET6' : 'AF_INET'
  const [here, there] = [at(one, domain), at(other, domain)]
  const served = [bind(0, here), listen(0), open(1, kind)]
  const met = [...served, connect(1, here)]
  const [own, others] =
    kind.kind.type === 'SOCK_STREAM'
      ? (['SOCK_STREAM', 'SOCK_SEQPACKET'] as const)
      : (['SOCK_SEQPACKET', 'SOCK_STREAM'] as const)
  const peer = (socket: number): Op => ({ kind: 'getpeername', socket })
  const backlog = (most: number): Op => ({ kind: 'listen', socket: 0, backlog: most })
  const shared = (socket: number): Op => option(socket, 'SO_REUSEADDR', 1)
  const dissolves = (length: number): Op => connect(0, { ...there, family: 'AF_UNSPEC', length })
  const foreign = [connect(0, { ...there, length: 15 }), connect(0, at(other, 'AF_INET6'))]
  return [
    [...[2, 15, 1].map(dissolves), ...(domain === 'AF_INET' ? foreign : [])],
    [...met, peer(1), send(1), recv(0), accept(0, 2), peer(2), recv(2), recv(2), send(2), recv(1), recv(1)],
    [...met, connect(1, here), bind(1, there), listen(1), listen(0), recv(0), connect(1, there)],
    [...met, send(1), connect(1, { ...here, family: 'AF_UNSPEC' }), accept(0, 2), accept(0, 3)],
    [...met, connect(1, { ...here, length: 15 })],
    [...met, connect(1, { ...here, host: wildcard(domain) })],
    [...met, accept(0, 2), close(0), open(3, kind), connect(3, here)],
    [...met, close(0), send(1), recv(1)],
    [...met, accept(0, 2), close(2), recv(1), open(3, kind), connect(3, here)],
    [...met, close(1), accept(0, 2), open(3, kind), bind(3, there), bind(3, here)],
    [...met, accept(0, 2), { kind: 'sendmsg', socket: 1, buffers: 8 }, recv(2), recv(2)],
    [...met, accept(0, 2), shut(1, 'SHUT_WR'), recv(2)],
    [
      ...met,
      accept(0, 2),
      send(1),
      send(2),
      { kind: 'recvfrom', socket: 2 },
      { kind: 'recvfrom', socket: 2 },
      recv(1),
    ],
    [...served, { kind: 'sendto', socket: 1, address: here }, recv(0), accept(0, 2)],
    [...served, close(0), connect(1, here), recv(1)],
    [...served, shut(0, 'SHUT_RD'), connect(1, here)],
    [bind(0, here), shut(0, 'SHUT_RD'), open(1, kind), connect(1, here)],
    [...served, bind(1, here), bind(1, there), connect(1, there), connect(1, here)],
    [bind(0, here), open(1, kind), connect(1, here), recv(0), connect(0, here)],
    [listen(0), accept(0, 1), recv(0), send(0), peer(0), connect(0, there)],
    [accept(0, 1)],
    [shared(0), listen(0), accept(0, 1)],
    [shared(0), bind(0, here), open(1, kind), bind(1, here)],
    [shared(0), bind(0, here), open(1, kind), shared(1), bind(1, here)],
    [bind(0, here), backlog(1), ...[1, 2, 3].flatMap(client => [open(client, kind), connect(client, here)])],
    [bind(0, here), backlog(0), open(1, kind), connect(1, here)],
    [listen(0), backlog(0), accept(0, 1)],
    [bind(0, here), listen(0), open(1, kind, others), connect(1, here)],
    [bind(0, here), listen(0), open(1, kind, socketTypes[own] | 0o4000), connect(1, here)],
  ]
}

/** On what was accepted from a socket of AF_ALG, and without capabilities. */
const operations = (kind: OtherKindAddresses): readonly (readonly Op[])[] => {
  const drop: Op = { kind: 'drop_caps' }
  return [
    [bind(1, sha256), accept(1, 2)],
    [bind(0, sha256)],
    [bind(0, noHash)],
    [{ kind: 'sendto', socket: 1, address: sha256 } as const],
    [drop, bind(1, sha256)],
    [drop, open(2, kind), bind(2, sha256)],
  ].map(calls => [bind(0, sha256), accept(0, 1), ...calls])
}

/** SMC connects by a connection of TCP: to nobody, to one or several who listen, and to whom it may not foresee. */
const smcStories = (
  kind: OtherKindAddresses,
  domain: Domain,
  { one, other }: StoryPorts,
): readonly (readonly Op[])[] => {
  const [here, there] = [kind.here(one), kind.there(other)]
  const serve = (socket: number, made: Op): readonly Op[] => [
    made,
    option(socket, 'SO_REUSEPORT', 1),
    bind(socket, there),
    { kind: 'listen', socket, backlog: 0 },
  ]
  const server = serve(1, tcp(1, domain))
  const client = [tcp(2, domain), connect(2, there)]
  const waitless = socketTypes.SOCK_STREAM | 0o4000
  return [
    ...kind.odd(one).map(address => [connect(0, address)]),
    [option(0, 'SO_REUSEADDR', 1), connect(0, there)],
    [close(0), open(0, kind, waitless), connect(0, there)],
    [open(1, kind), bind(1, here), connect(0, there)],
    [open(1, kind), bind(1, here), open(2, kind), bind(2, kind.here(0)), connect(0, there)],
    [...server, ...serve(2, tcp(2, domain)), connect(0, there)],
    [...serve(1, mptcp(1, domain)), connect(0, there)],
    [...server, ...client, connect(0, there)],
    [...server, ...client, accept(1, 3), close(1), close(2), close(3), connect(0, there)],
  ]
}
