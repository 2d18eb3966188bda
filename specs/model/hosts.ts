import { families } from '../uapi/socket.js'
import type { Local, Socket } from './state.js'

type LocalHost = Local['host']

/** What stands before an address of IPv4 in one of IPv6. */
const mapping = '::ffff:'

/** Whether an address is one of IPv4 in one of IPv6. */
export const isMapped = (host: LocalHost): boolean => host.startsWith(mapping)

/** An address without the mapping. */
export const unmapped = (host: LocalHost): LocalHost => {
  if (host === '::ffff:127.0.0.1') return '127.0.0.1'
  return host === '::ffff:127.0.0.2' ? '127.0.0.2' : host
}

/** Whether an address is one of IPv4, and no other. */
export const isInetHost = (host: LocalHost): boolean => host === '127.0.0.1' || host === '127.0.0.2'

/** Whether a host stands for every address of this machine. */
export const isAny = (host: LocalHost): boolean => host === '0.0.0.0' || host === '::'

const reachesInet = (host: LocalHost): boolean => isInetHost(unmapped(host)) || isAny(host)
export const reachesInet6 = (host: LocalHost): boolean => host === '::1' || host === '::'

/** All hosts are loopback or any, so two of them overlap when both are the same of IPv4, or any of it, or both reach IPv6. */
export const overlap = (one: LocalHost, other: LocalHost): boolean => {
  const isOne = isAny(one) || isAny(other) || unmapped(one) === unmapped(other)
  return (reachesInet(one) && reachesInet(other) && isOne) || (reachesInet6(one) && reachesInet6(other))
}

/** An address as a socket keeps it: an IPv6 one has those of IPv4 mapped. */
export const keptAs = ({ family }: Socket, host: LocalHost): LocalHost => {
  if (family !== families.AF_INET6 || !isInetHost(host)) return host
  return host === '127.0.0.2' ? '::ffff:127.0.0.2' : '::ffff:127.0.0.1'
}

/** The address that a socket has, bound or not. */
export const ownHost = ({ local, pinned }: Pick<Socket, 'local' | 'pinned'>): LocalHost | null =>
  local?.host ?? pinned

/**
 * Where something to an address comes from: of IPv4 from the socket's own one, or from that which goes with every other one of loopback
 * (route.c: ip_route_output_key_hash_rcu(), "fib_prefsrc").
 */
export const sourceFor = (socket: Socket, to: LocalHost): LocalHost => {
  if (!isInetHost(to)) return to
  const own = unmapped(ownHost(socket) ?? '0.0.0.0')
  return isInetHost(own) ? own : '127.0.0.1'
}

/** Where IPv4 goes for any address: to the own one (route.c: ip_route_output_key_hash_rcu(), "fl4->daddr = fl4->saddr"). */
export const inetDestination = (socket: Socket, host: LocalHost): LocalHost => {
  const to = unmapped(host)
  return isInetHost(to) ? to : sourceFor(socket, '127.0.0.1')
}
