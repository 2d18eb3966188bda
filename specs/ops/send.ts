import { optional } from './field.js'
import { address } from './fields/address.js'
import { sign, word } from './fields/names.js'
import { number } from './fields/numbers.js'
import { slot } from './fields/slots.js'
import { op, routedOp } from './op.js'

/** One byte, to the address, or to the peer when there is none; by sendto(2), if no other call is named. */
const sendto = routedOp('sendto', {
  fields: {
    socket: slot(),
    address: optional(address()),
    fastopen: optional(sign('MSG_FASTOPEN')),
    via: optional(word(['send', 'sendmsg', 'sendmmsg'])),
  },
  call: ({ via = 'sendto', address }) =>
    `${via}(socket {socket}, ${address === undefined ? 'its peer' : '{address}'}{fastopen})`,
  says: ({ via, address, fastopen }) => {
    const to = address === undefined ? 'its peer' : '{address}'
    const how = via === undefined ? '' : `, by ${via}(2)`
    return `sends a byte from socket {socket} to ${to}${how}${fastopen ? ', as TCP Fast Open' : ''}`
  },
  c: {
    send: 'send_byte({socket}, {fastopen})',
    sendto: 'sendto_byte({socket}, {address}, {fastopen})',
    sendmsg: 'sendmsg_byte({socket}, {address}, {fastopen})',
    sendmmsg: 'sendmmsg_byte({socket}, {address}, {fastopen})',
  },
  form: ({ via = 'sendto' }) => via,
  calls: ({ via = 'sendto' }) => [via],
  refused: {
    at: 'address',
    error: 'expected no address, because send(2) takes none',
    when: ({ via, address }) => via === 'send' && address !== undefined,
  },
  settle: any =>
    any.map(op => {
      const { address, ...rest } = op
      return op.via === 'send' ? rest : op
    }),
})

/** sendmsg(2) of so many buffers of one byte each; control data of IP changes nothing but the packet. */
const sendmsg = op('sendmsg', {
  fields: {
    socket: slot(),
    address: optional(address()),
    buffers: number('a count of buffers', {
      ...{ min: 1, max: 8, usual: [1, 2, 3] },
      call: count => `${count} ${count === 1 ? 'buffer' : 'buffers'}`,
      says: count => (count === 1 ? 'a buffer of one byte' : `${count} buffers of one byte each`),
    }),
    control: optional(sign('IP_TTL')),
  },
  call: ({ address }) =>
    `sendmsg(socket {socket}, ${address === undefined ? 'its peer' : '{address}'}, {buffers}{control})`,
  says: ({ address }) =>
    `sends {buffers} from socket {socket} to ${address === undefined ? 'its peer' : '{address}'}{control}`,
  c: 'send_buffers({socket}, {address}, {buffers}, {control})',
})

/** send(2) of one byte out of band. */
const sendOob = op('send_oob', {
  fields: { socket: slot() },
  call: 'send(socket {socket}, MSG_OOB)',
  says: 'sends an urgent byte from socket {socket}',
  c: 'send_urgent({socket})',
})

/** The ops of this family. */
export const ops = [sendto, sendmsg, sendOob] as const
