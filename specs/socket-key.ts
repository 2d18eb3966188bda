import type { SocketKind } from './ops/values.js'
import { families, creationFlags as flags, protocols, socketTypes } from './uapi/socket.js'

/** A kind of socket in numbers. */
export const numbers = ({ domain, type, protocol }: SocketKind) => ({
  domain: typeof domain === 'number' ? domain : families[domain],
  type: typeof type === 'number' ? type : socketTypes[type],
  protocol: typeof protocol === 'number' ? protocol : protocols[protocol],
})

export type Numbers = ReturnType<typeof numbers>

/** The key of such numbers in a target's table. */
export const keyOf = ({ domain, type, protocol }: Numbers): string => `${domain}:${type}:${protocol}`

/** The key of a kind of socket in a target's table. */
export const socketKey = (named: SocketKind): string => keyOf(numbers(named))

/** What `ping_group_range` of a network opens: an echo is sent without CAP_NET_RAW. */
const pings: readonly string[] = [
  socketKey({ domain: 'AF_INET', type: 'SOCK_DGRAM', protocol: 'IPPROTO_ICMP' }),
  socketKey({ domain: 'AF_INET6', type: 'SOCK_DGRAM', protocol: 'IPPROTO_ICMPV6' }),
]

/** Whether it is a ping socket, whatever flags it has. */
export function isPing(named: SocketKind): boolean {
  const asked = numbers(named)
  const type = typeIn(asked.type)
  return type !== null && pings.includes(keyOf({ ...asked, type }))
}

/** SOCK_TYPE_MASK of include/linux/net.h: further bits are flags. */
const typeMask = 15

export const { SOCK_CLOEXEC: closeOnExec, SOCK_NONBLOCK: doNotWait } = flags

/** SOCK_CLOEXEC and SOCK_NONBLOCK. */
const anyFlags = closeOnExec | doNotWait

/** The type without its flags, or null where other bits are set. */
export const typeIn = (type: number): number | null =>
  (type & ~(typeMask | anyFlags)) === 0 ? type & typeMask : null
