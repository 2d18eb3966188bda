import type { Address, InetAddress, OpOf, PacketAddress, Port } from '../program.js'
import { at, type Domain, wildcard } from './ops.js'

/** A kind of socket by what socket(2) is told. */
export type OtherKind = Pick<OpOf<'socket'>, 'domain' | 'type' | 'protocol'>

/** A kind of socket that no right is about, and the addresses that it is tried with: two of its own, and others. */
export type OtherKindAddresses = {
  readonly kind: OtherKind
  readonly here: (port: Port) => Address
  readonly there: (port: Port) => Address
  readonly odd: (port: Port) => readonly Address[]
  /** Of SMC, the family of the connection that it makes. */
  readonly smc?: Domain
}

const unspec = (domain: Domain): InetAddress => ({ ...at(0, domain), family: 'AF_UNSPEC' })

const inet = (kind: Omit<OtherKind, 'domain'>, domain: Domain): OtherKindAddresses => {
  const other = domain === 'AF_INET' ? 'AF_INET6' : 'AF_INET'
  const own = (port: Port): InetAddress => at(port, domain)
  return {
    kind: { ...kind, domain },
    here: own,
    there: own,
    odd: port => [
      own(0),
      at(port, domain, wildcard(domain)),
      at(0, other),
      unspec(domain),
      { ...unspec(domain), length: 15 },
      { ...own(0), length: 15 },
      { family: 'AF_UNIX', name: '@a' },
    ],
  }
}

/** From ::1 an association over IPv4 is waited for in vain, and for seconds. */
const sctp = (type: 'SOCK_STREAM' | 'SOCK_SEQPACKET', domain: Domain): OtherKindAddresses => {
  const made = inet({ type, protocol: 'IPPROTO_SCTP' }, domain)
  const isWaitedFor = ({ family }: Address): boolean => domain === 'AF_INET6' && family === 'AF_INET'
  return { ...made, odd: port => made.odd(port).filter(address => !isWaitedFor(address)) }
}

/** ETH_P_802_EX1, which nobody else sends. */
export const onLoopback: PacketAddress = { family: 'AF_PACKET', protocol: 0x88b5, device: 'lo' }

/** Zeros, as every part of the address of the kernel's own end of netlink is. */
export const netlinkKernel: InetAddress = { family: 'AF_NETLINK', host: wildcard('AF_INET'), port: 0 }

/** A hash that every kernel has, and one that none has. */
export const sha256: Address = { family: 'AF_ALG', hash: 'sha256' }
export const noHash: Address = { family: 'AF_ALG', hash: 'none' }

/** The name of a service, as it lies in an address of IP: its form and scope where the port is, and its type where the host is. */
export const tipcService: InetAddress = { family: 'AF_TIPC', host: '127.0.0.1', port: 0x0202 }

const smcKind: OtherKind = { domain: 'AF_SMC', type: 'SOCK_STREAM', protocol: 'IPPROTO_IP' }

const packet = (type: 'SOCK_DGRAM' | 'SOCK_RAW'): OtherKindAddresses => ({
  kind: { domain: 'AF_PACKET', type, protocol: 'IPPROTO_IP' },
  here: () => onLoopback,
  there: () => ({ ...onLoopback, protocol: 0x88b6 }),
  odd: () => [{ ...onLoopback, device: 'all' }, { ...onLoopback, protocol: 0 }, at(0)],
})

/** Kinds of sockets that no right is about, each with addresses that it takes and such that it may not take. */
export const otherKinds: readonly OtherKindAddresses[] = [
  ...(['AF_INET', 'AF_INET6'] as const).flatMap(domain => {
    const icmp = domain === 'AF_INET' ? 'IPPROTO_ICMP' : 'IPPROTO_ICMPV6'
    return [
      inet({ type: 'SOCK_DGRAM', protocol: icmp }, domain),
      inet({ type: 'SOCK_RAW', protocol: icmp }, domain),
      inet({ type: 'SOCK_RAW', protocol: 'IPPROTO_UDP' }, domain),
      inet({ type: 'SOCK_DGRAM', protocol: 'IPPROTO_UDPLITE' }, domain),
      sctp('SOCK_STREAM', domain),
      sctp('SOCK_SEQPACKET', domain),
      { ...inet({ type: 'SOCK_STREAM', protocol: 'IPPROTO_SMC' }, domain), smc: domain },
    ]
  }),
  inet({ type: 'SOCK_RAW', protocol: 'IPPROTO_RAW' }, 'AF_INET'),
  inet({ type: 'SOCK_RAW', protocol: 'IPPROTO_SMC' }, 'AF_INET'),
  { ...inet({ type: 'SOCK_STREAM', protocol: 'IPPROTO_IP' }, 'AF_INET'), kind: smcKind, smc: 'AF_INET' },
  packet('SOCK_DGRAM'),
  packet('SOCK_RAW'),
  {
    kind: { domain: 'AF_NETLINK', type: 'SOCK_RAW', protocol: 'IPPROTO_IP' },
    here: () => netlinkKernel,
    there: () => netlinkKernel,
    odd: () => [
      at(0, 'AF_INET', wildcard('AF_INET')),
      { ...netlinkKernel, length: 8 },
      { ...netlinkKernel, port: 1 },
      { ...netlinkKernel, host: '127.0.0.1' },
      { family: 'AF_UNIX', name: '@a' },
    ],
  },
  {
    kind: { domain: 'AF_ALG', type: 'SOCK_SEQPACKET', protocol: 'IPPROTO_IP' },
    here: () => sha256,
    there: () => sha256,
    odd: () => [noHash, { family: 'AF_ALG', hash: 'sha224' }, at(0)],
  },
  {
    kind: { domain: 'AF_RDS', type: 'SOCK_SEQPACKET', protocol: 'IPPROTO_IP' },
    here: at,
    there: at,
    odd: port => [at(0), at(port, 'AF_INET6'), unspec('AF_INET')],
  },
  {
    kind: { domain: 'AF_TIPC', type: 'SOCK_RDM', protocol: 'IPPROTO_IP' },
    here: () => tipcService,
    there: () => tipcService,
    odd: () => [
      { ...tipcService, host: wildcard('AF_INET') },
      { ...tipcService, port: 1 },
      { ...tipcService, family: 'AF_INET' },
      { ...tipcService, length: 12 },
      { ...tipcService, host: wildcard('AF_INET'), family: 'AF_INET' },
      ...[0x0202, 0x0101].map(port => ({ ...tipcService, host: wildcard('AF_INET6'), port })),
      { ...tipcService, host: wildcard('AF_INET6'), length: 15 },
      at(0),
    ],
  },
]
