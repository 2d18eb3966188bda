import { type Branch, type FoundSocket, fail, ok, unmodelled } from './branch.js'
import { arrive } from './delivery.js'
import { type Local, type State, withSocket } from './state.js'

/** UDP_CORK: what was held back goes as one datagram once there is no cork any more (udp.c: udp_lib_setsockopt()). */
export const setCork = (state: State, { id, socket }: FoundSocket, corked: boolean): readonly Branch[] => {
  const { pending } = socket
  const set = withSocket(state, id, { options: { ...socket.options, corked } })
  if (corked || pending === null) return ok(set, 'option.ok')
  return ok(arrive(withSocket(set, id, { pending: null }), { from: socket, to: pending }), 'option.uncork')
}

/** What a cork holds back, with a byte more. */
export const append = (state: State, { socket }: FoundSocket): readonly Branch[] =>
  socket.error !== null || socket.shut.wr ? unmodelled('cork.append') : ok(state, 'send.append')

/** The same from an IPv6 socket to an address: a byte for IPv4 goes into no datagram of IPv6. */
export const appendTo = (
  state: State,
  found: FoundSocket,
  pending: Local,
  host: Local['host'],
): readonly Branch[] =>
  host === '127.0.0.1' && pending.host !== host
    ? fail(state, 'EINVAL', 'send.append-inet')
    : append(state, found)
