import { type Socket, type State, withSocket } from './state.js'

/** Whether the other end has an urgent byte already, or nobody knows what waits there in front of it (tcp_input.c: tcp_check_urg). */
export const isUrgentAgain = (state: State, { other }: Socket): boolean => {
  const to = other === null ? undefined : state.sockets[other]
  return to !== undefined && (to.urgent !== null || to.inbox === null)
}

/** What waits in a stream is less by so many bytes, as far as there are any in front of an urgent one; if that is the first, it is passed. */
export const taken = ({ inbox, urgent }: Socket, bytes: number): Partial<Socket> => {
  if (inbox === null) return { inbox, urgent }
  const count = Math.min(bytes, urgent === null || urgent === 0 ? inbox : urgent)
  return { inbox: inbox - count, urgent: urgent === null || urgent === 0 ? null : urgent - count }
}

/** Where nothing but an urgent byte waits, it is passed (tcp.c: tcp_recvmsg_locked, "found_ok_skb"; af_unix.c: manage_oob). */
export const passed = (state: State, id: number): State =>
  state.sockets[id]?.urgent === 0 ? withSocket(state, id, { urgent: null }) : state
