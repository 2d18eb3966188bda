import { at, type Domain } from '../arbitrary/ops.js'
import type { Address, Op, OpOf } from '../program.js'

/** Where a socket of a kind can be: a place of its own, one where somebody listens or receives, one where nobody is. */
export type AddressPlace = 'own' | 'server' | 'nobody'

/** A kind of socket, and how its addresses look. */
export type GridKind = {
  readonly name: string
  readonly named: Pick<OpOf<'socket'>, 'domain' | 'type' | 'protocol'>
  /** Whether it listens, and one accepts from it. */
  readonly listens: boolean
  readonly address: (place: AddressPlace) => Address
  /** The same address, but for its family: AF_UNSPEC dissolves, and UNIX sockets take no address of IP. */
  readonly unspec: Address
  readonly foreign: Address
}

const letters = { own: 'a', server: 'b', nobody: 'c' } as const

const toUnix: Address = { family: 'AF_UNIX', name: '@b' }

const inet = (
  name: string,
  domain: Domain,
  type: 'SOCK_STREAM' | 'SOCK_DGRAM',
  protocol: 'IPPROTO_IP' | 'IPPROTO_MPTCP' = 'IPPROTO_IP',
): GridKind => ({
  name: `${name} over ${domain === 'AF_INET' ? 'IPv4' : 'IPv6'}`,
  named: { domain, type, protocol },
  listens: type === 'SOCK_STREAM',
  address: place => at(letters[place], domain),
  unspec: { ...at('b', domain), family: 'AF_UNSPEC' },
  foreign: toUnix,
})

const unix = (name: string, type: 'SOCK_STREAM' | 'SOCK_DGRAM' | 'SOCK_SEQPACKET'): GridKind => ({
  name,
  named: { domain: 'AF_UNIX', type, protocol: 'IPPROTO_IP' },
  listens: type !== 'SOCK_DGRAM',
  address: place => ({ family: 'AF_UNIX', name: `@${letters[place]}` }),
  unspec: { ...at('b'), family: 'AF_UNSPEC' },
  foreign: at('b'),
})

/** The kinds of sockets that rights and scopes are about. */
export const gridKinds: readonly GridKind[] = [
  inet('TCP', 'AF_INET', 'SOCK_STREAM'),
  inet('TCP', 'AF_INET6', 'SOCK_STREAM'),
  inet('MPTCP', 'AF_INET', 'SOCK_STREAM', 'IPPROTO_MPTCP'),
  inet('MPTCP', 'AF_INET6', 'SOCK_STREAM', 'IPPROTO_MPTCP'),
  inet('UDP', 'AF_INET', 'SOCK_DGRAM'),
  inet('UDP', 'AF_INET6', 'SOCK_DGRAM'),
  unix('UNIX streams', 'SOCK_STREAM'),
  unix('UNIX datagrams', 'SOCK_DGRAM'),
  unix('UNIX packets in sequence', 'SOCK_SEQPACKET'),
]

/** A socket of a kind. */
export const open = (as: number, { named }: GridKind): Op => ({ kind: 'socket', as, ...named })
