import type { Address } from '../program.js'
import { families } from '../uapi/socket.js'
import { type Branch, type FoundSocket, fail, ok } from './branch.js'
import { inetOf, plainInet } from './other-stack.js'
import { listenersAt } from './ports.js'
import { isFull } from './sockets.js'
import type { PortKey, Socket, State } from './state.js'
import { join } from './streams.js'

/** Its connection is one of TCP, inside: AF_SMC has a protocol for either family (net/smc/smc.h: SMCPROTO_SMC, SMCPROTO_SMC6). */
const inner = (socket: Socket): Socket => {
  const own = socket.protocol === 0 ? families.AF_INET : families.AF_INET6
  return { ...socket, transport: 'tcp', family: socket.family === families.AF_SMC ? own : socket.family }
}

/**
 * connect(2) of a new SMC socket to a TCP listener, or to nobody: null where the other end may be one of SMC. The connection of TCP is
 * made by the kernel, for which no LSM is asked (af_smc.c: smc_connect, kernel_connect).
 */
export const connectSmc = (
  state: State,
  { id, socket }: FoundSocket,
  address: Address,
  port: PortKey,
): readonly Branch[] | null => {
  const client = inner(socket)
  const own = plainInet(client, inetOf(address))
  if (own === null || port === 0 || socket.refused || socket.flags.doesNotWait) return null
  if (state.inner.length > 0 || state.spent.includes(port)) return null
  const to = { host: own.host, port }
  const [server, ...others] = listenersAt(state, client, to).flatMap(listener => {
    const socket = state.sockets[listener]
    return socket === undefined ? [] : [{ id: listener, socket }]
  })
  if (server === undefined)
    return fail({ ...state, unsettled: [...state.unsettled, id] }, 'ECONNREFUSED', 'smc.refused')
  if (others.length > 0 || server.socket.transport !== 'tcp' || isFull(server.socket)) return null
  const joined = join(state, id, server.id, to)
  return ok({ ...joined, unsettled: [...joined.unsettled, id] }, 'smc.connect')
}
