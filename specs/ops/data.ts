import { shutdowns } from '../uapi/socket.js'
import { constant } from './fields/names.js'
import { number } from './fields/numbers.js'
import { made, slot } from './fields/slots.js'
import { op } from './op.js'

/** One byte, without waiting. */
const recv = op('recv', {
  fields: { socket: slot() },
  call: 'recv(socket {socket})',
  says: 'receives a byte on socket {socket}',
  c: 'recv_byte({socket})',
  cost: 10,
})

/** recvmsg(2) into so many buffers of one byte each, without waiting: what a stream has of them, or a datagram as far as there is room. */
const recvmsg = op('recvmsg', {
  fields: {
    socket: slot(),
    buffers: number('a count of buffers', {
      ...{ min: 1, max: 8, usual: [1, 2, 3] },
      call: count => `${count} ${count === 1 ? 'buffer' : 'buffers'}`,
      says: count => (count === 1 ? 'a buffer of one byte' : `${count} buffers of one byte each`),
    }),
  },
  call: 'recvmsg(socket {socket}, {buffers})',
  says: 'receives on socket {socket} into {buffers}',
  c: 'recv_buffers({socket}, {buffers})',
  cost: 10,
})

/** Observes from where a byte came: of IP a port as `getsockname` has one, of UNIX a name, as `=@a`, `=/a` or `=/in/a`, or `=nobody`. */
const recvfrom = op('recvfrom', {
  fields: { socket: slot() },
  call: 'recvfrom(socket {socket})',
  says: 'receives a byte on socket {socket}, and asks from whom',
  c: 'sender_of({socket})',
  reading: 'port',
  cost: 10,
})

/** recvmsg(2) of the error queue, without waiting longer than an acknowledgement takes. */
const recvError = op('recv_error', {
  fields: { socket: slot() },
  call: 'recvmsg(socket {socket}, MSG_ERRQUEUE)',
  says: 'reads the error queue of socket {socket}',
  c: 'recv_error({socket})',
  cost: 20,
})

const ends = { SHUT_RD: 'reading', SHUT_WR: 'writing', SHUT_RDWR: 'reading and writing' } as const

const shutdown = op('shutdown', {
  fields: { socket: slot(), how: constant(shutdowns, { what: 'what to shut down', says: how => ends[how] }) },
  call: 'shutdown(socket {socket}, {how})',
  says: 'shuts socket {socket} down for {how}',
  c: 'shut_down({socket}, {how})',
  needs: ['forgets_connections'],
})

const dup = op('dup', {
  fields: { socket: slot(), as: made() },
  call: 'socket {as} = dup(socket {socket})',
  says: 'duplicates socket {socket} as socket {as}',
  c: 'duplicate({socket})',
})

/** The ops of this family. */
export const ops = [recv, recvmsg, recvfrom, shutdown, dup, recvError] as const
