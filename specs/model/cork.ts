import type { InetAddress } from '../program.js'
import { families } from '../uapi/socket.js'
import { type Branch, type FoundSocket, fail, ok, unmodelled } from './branch.js'
import { arrive } from './delivery.js'
import { lengthOf } from './ports.js'
import { type Local, type State, withSocket } from './state.js'

/** UDP_CORK: what was held back goes as one datagram once there is no cork any more (udp.c: udp_lib_setsockopt()). */
export const setCork = (state: State, { id, socket }: FoundSocket, corked: boolean): readonly Branch[] => {
  const { pending } = socket
  const set = withSocket(state, id, { options: { ...socket.options, corked } })
  if (corked || pending === null) return ok(set, 'option.ok')
  return ok(arrive(withSocket(set, id, { pending: null }), { from: socket, to: pending }), 'option.uncork')
}

/** What a cork holds back, with a byte more. */
const longer = (state: State, { socket }: FoundSocket): readonly Branch[] =>
  socket.error !== null || socket.shut.wr ? unmodelled('cork.append') : ok(state, 'send.append')

/**
 * A byte more for a datagram that waits: IPv4 does not look at its address any more (udp.c: udp_sendmsg(), "do_append_data"), and IPv6 only as
 * far as to know whether it is one of IPv4 (ipv6/udp.c: udpv6_sendmsg()). `host` is where it would go.
 */
export const append = (
  state: State,
  found: FoundSocket,
  pending: Local,
  to: { readonly address: InetAddress; readonly host: Local['host'] } | undefined,
): readonly Branch[] => {
  const { family, options } = found.socket
  if (to === undefined || family !== families.AF_INET6) return longer(state, found)
  const { address, host } = to
  if (lengthOf(address) < 2) return fail(state, 'EINVAL', 'send.short')
  if (address.family === 'AF_UNSPEC') return longer(state, found)
  if (address.family !== 'AF_INET' && address.family !== 'AF_INET6')
    return fail(state, 'EINVAL', 'send.family-inet6')
  if (address.family === 'AF_INET6' && lengthOf(address) < 24) return fail(state, 'EINVAL', 'send.short')
  if (host === '127.0.0.1' && options.v6Only) return fail(state, 'ENETUNREACH', 'send.v6only')
  return host === '127.0.0.1' && pending.host !== host
    ? fail(state, 'EINVAL', 'send.append-inet')
    : longer(state, found)
}
