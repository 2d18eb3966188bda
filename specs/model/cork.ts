import { type Branch, type FoundSocket, fail, mapBranches, ok, unmodelled } from './branch.js'
import type { ClauseId } from './clauses.js'
import { arrive } from './delivery.js'
import { isInetHost } from './hosts.js'
import { type Local, type State, withSocket } from './state.js'

/** UDP_CORK: what was held back goes as one datagram once there is no cork any more (udp.c: udp_lib_setsockopt()). */
export const setCork = (state: State, { id, socket }: FoundSocket, corked: boolean): readonly Branch[] => {
  const { pending } = socket
  const set = withSocket(state, id, { options: { ...socket.options, corked } })
  if (corked || pending === null) return ok(set, 'option.ok')
  return ok(arrive(withSocket(set, id, { pending: null }), { from: socket, to: pending }), 'option.uncork')
}

/** What is held back, with a byte more: it leaves with that, if neither a cork nor MSG_MORE holds it. */
export const append = (state: State, { id, socket }: FoundSocket): readonly Branch[] => {
  const { pending, options } = socket
  if (socket.error !== null || socket.shut.wr) return unmodelled('cork.append')
  if (options.corked || pending === null) return ok(state, 'send.append')
  return ok(
    arrive(withSocket(state, id, { pending: null }), { from: socket, to: pending }),
    'send.append-last',
  )
}

const leaving: readonly ClauseId[] = ['send.datagram', 'send.pending', 'send.shut']

/** With MSG_PROBE a datagram is judged, and then none is made (ip_output.c: ip_make_skb; ip6_output.c: ip6_make_skb). */
export const withProbe = (
  state: State,
  { id, socket }: FoundSocket,
  sent: readonly Branch[],
): readonly Branch[] => {
  if (socket.options.corked || socket.pending !== null) return unmodelled('send.flag')
  return mapBranches(sent, branch => {
    const local = branch.next.sockets[id]?.local ?? null
    return leaving.includes(branch.clause)
      ? { outcome: 'OK', clause: 'send.probe', next: withSocket(state, id, { local }) }
      : branch
  })
}

/** MSG_MORE is a cork for one call (udp.c: udp_sendmsg(), "corkreq"). */
export const withMore = (
  state: State,
  { id, socket }: FoundSocket,
  send: (state: State, found: FoundSocket) => readonly Branch[],
): readonly Branch[] => {
  const { options } = socket
  const corked = { ...socket, options: { ...options, corked: true } }
  return mapBranches(send(withSocket(state, id, corked), { id, socket: corked }), branch => ({
    ...branch,
    next: withSocket(branch.next, id, { options }),
  }))
}

/** The same from an IPv6 socket to an address: a byte for IPv4 goes into no datagram of IPv6. */
export const appendTo = (
  state: State,
  found: FoundSocket,
  pending: Local,
  host: Local['host'],
): readonly Branch[] =>
  isInetHost(host) && !isInetHost(pending.host)
    ? fail(state, 'EINVAL', 'send.append-inet')
    : append(state, found)
