import { callDenied } from '../designs/calls.js'
import { isRing, type OpOf, routeOf } from '../program.js'
import type { Target } from '../target.js'
import { type Branch, type Found, fail, ok, outside, processOf, socketOf } from './branch.js'
import { connectTo } from './connect.js'
import { sendStream } from './data.js'
import { sendDatagram } from './datagram.js'
import { judge, judgeAutobind, refuse } from './hook.js'
import { connectOpaque } from './opaque.js'
import { portKey } from './ports.js'
import { type Process, type State, withSocket } from './state.js'
import { sendUnix } from './unix.js'

/**
 * sendto(2) with MSG_FASTOPEN on a TCP socket: a connect by another name, on kernels that see it as one.
 * Without Landlock's say AF_UNSPEC is EOPNOTSUPP (ipv4/tcp.c: tcp_sendmsg_fastopen).
 */
const sendFastopen = (
  target: Target,
  state: State,
  op: OpOf<'sendto'>,
  process: Process,
  found: Found,
): readonly Branch[] => {
  const { address } = op
  if (address === undefined || 'name' in address || address.family === 'AF_UNSPEC') return outside
  const actor = op.actor ?? 0
  const blind = target.behaviours.includes('fastopen_checked') ? target : { ...target, abi: 0 }
  const connecting = { kind: 'connect', actor, socket: op.socket, address } as const
  const branches = connectTo(blind, state, connecting, process, found)
  return branches.flatMap(branch =>
    branch.outcome === 'OK'
      ? ok(withSocket(branch.next, found.id, { sent: true }), 'send.fastopen')
      : branch.clause === 'connect.busy'
        ? outside
        : [branch],
  )
}

/** An address of no length is none to sendmsg(2), which is also what a ring does (socket.c: __copy_msghdr). */
const isWithoutLength = (op: OpOf<'sendto'>): boolean => {
  const { via, address } = op
  const route = routeOf(op)
  const isMessage = via === 'sendmsg' || via === 'sendmmsg' || (route !== undefined && isRing(route))
  return isMessage && address !== undefined && 'length' in address && address.length === 0
}

/** sendto(2) of one byte. */
export const sendto = (target: Target, state: State, op: OpOf<'sendto'>): readonly Branch[] => {
  const process = processOf(state, op)
  const found = socketOf(state, op)
  if (process === undefined) return outside
  if (found === undefined) return fail(state, 'EBADF', 'fd.not-open')
  const { socket } = found
  const { address } = op
  const denied = callDenied(state, process, socket, 'send')
  if (denied !== null) return denied
  if (socket.transport === 'tcp' && op.fastopen) return sendFastopen(target, state, op, process, found)
  if (socket.transport === 'opaque') return connectOpaque(state, process, found, 'opaque.sendto')
  if (socket.transport === 'unix') return sendUnix(state, process, found, address)
  if (socket.transport === 'tcp' && address === undefined) return sendStream(state, found)
  if (isWithoutLength(op)) return outside
  if (socket.transport !== 'udp' || op.fastopen || (address !== undefined && 'name' in address))
    return outside
  const { layers } = process
  const port = address === undefined ? 0 : portKey(state, op, address.port)
  const verdict =
    (address === undefined ? null : judge({ layers, socket, address, port, act: 'send' }, target)) ??
    judgeAutobind(layers, socket, target)
  if (verdict !== null) return refuse(state, verdict)
  return sendDatagram(state, found, address, port)
}
