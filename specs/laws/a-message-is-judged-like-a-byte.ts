import { type EndingCase, ending } from '../arbitrary/ends.js'
import { accept, at, bind, connect, layer, rightsOf, server, tcp, udp } from '../arbitrary/ops.js'
import type { InetAddress, Op, Slot } from '../program.js'
import type { Spec } from '../spec.js'

type More = { readonly address?: InetAddress; readonly control?: true }

const message = (socket: Slot, buffers: number, more: More = {}): Op => ({
  kind: 'sendmsg',
  socket,
  buffers,
  ...more,
})

const recv = (socket: Slot): Op => ({ kind: 'recv', socket })

/** Socket 1 is connected to socket 2. */
const connected = [server(0, at('a')), tcp(1), connect(1, at('a')), accept(0, 2)]

const ofStreams: readonly EndingCase[] = [
  { ops: [tcp(0), message(0, 2, { address: at('a') })], ends: 'EPIPE' },
  { ops: [...connected, message(1, 2, { control: true }), recv(2), recv(2)], ends: 'OK' },
  { ops: [...connected, message(1, 2), recv(2), recv(2), recv(2)], ends: 'EAGAIN' },
]

const toA = { address: at('a'), control: true } as const
const receiver = [udp(0), bind(0, at('a')), udp(1)]

/** What is sent in one message is one datagram, and judged by its address. */
const ofDatagrams: readonly EndingCase[] = [
  { ops: [...receiver, message(1, 3, toA), recv(0)], ends: 'OK' },
  { ops: [...receiver, message(1, 3, toA), recv(0), recv(0)], ends: 'EAGAIN' },
]

/** All buffers of a message go at once and are judged as a byte is, whatever control data is beside them. */
export const aMessageIsJudgedLikeAByte: Spec = {
  name: 'a-message-is-judged-like-a-byte',
  ...ending(target => [
    ...ofStreams,
    ...ofDatagrams,
    ...(rightsOf(target).includes('connect_send_udp')
      ? ([
          { ops: [...receiver, layer(target, 0, ['connect_send_udp']), message(1, 3, toA)], ends: 'EACCES' },
          {
            ops: [
              ...receiver,
              layer(target, 0, ['connect_send_udp'], [{ allow: ['connect_send_udp'], port: 'a' }]),
              ...[message(1, 3, toA), recv(0)],
            ],
            ends: 'OK',
          },
        ] as const)
      : []),
  ]),
}
