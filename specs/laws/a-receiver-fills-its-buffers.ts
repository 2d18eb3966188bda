import { ending } from '../arbitrary/ends.js'
import { accept, at, bind, connect, recv, send, server, tcp, udp } from '../arbitrary/ops.js'
import type { Op } from '../program.js'
import type { Spec } from '../spec.js'

const message = (buffers: number): Op => ({ kind: 'sendmsg', socket: 1, buffers })
const receive = (socket: number, buffers: number): Op => ({ kind: 'recvmsg', socket, buffers })

/** Each with what socket 1 sends coming to a socket. */
const streams: readonly { readonly to: number; readonly ops: readonly Op[] }[] = [
  { to: 2, ops: [...server(0, at('a')), tcp(1), connect(1, at('a')), accept(0, 2)] },
  { to: 0, ops: [{ kind: 'pair', as: 1, other: 0, type: 'SOCK_STREAM' }] },
]
const datagrams: readonly { readonly to: number; readonly ops: readonly Op[] }[] = [
  { to: 0, ops: [udp(0), bind(0, at('a')), udp(1), connect(1, at('a'))] },
  { to: 0, ops: [{ kind: 'pair', as: 1, other: 0, type: 'SOCK_DGRAM' }] },
]

/** Who receives into several buffers gets as many bytes of a stream as there are and fit, and one datagram, whose rest is lost. */
export const aReceiverFillsItsBuffers: Spec = {
  name: 'a-receiver-fills-its-buffers',
  ...ending(() => [
    ...streams.flatMap(({ to, ops }) => [
      { ops: [ops, message(3), receive(to, 2), recv(to)], ends: 'OK' as const },
      { ops: [ops, message(3), receive(to, 2), recv(to), recv(to)], ends: 'EAGAIN' as const },
      { ops: [ops, send(1), receive(to, 8), receive(to, 1)], ends: 'EAGAIN' as const },
      {
        ops: [ops, send(1), { kind: 'send_oob', socket: 1 } as const, send(1), receive(to, 8), recv(to)],
        ends: 'OK' as const,
      },
    ]),
    ...datagrams.flatMap(({ to, ops }) => [
      { ops: [ops, message(3), receive(to, 2), recv(to)], ends: 'EAGAIN' as const },
      { ops: [ops, send(1), send(1), receive(to, 8), receive(to, 8)], ends: 'OK' as const },
    ]),
  ]),
}
