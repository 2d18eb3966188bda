import { namesOf } from '../names-of.js'
import { sendFlags } from '../uapi/socket.js'
import { optional } from './field.js'
import { address } from './fields/address.js'
import { sign, word } from './fields/names.js'
import { number } from './fields/numbers.js'
import { slot } from './fields/slots.js'
import { op, opBy } from './op.js'
import { isRing, type Route, sendRoutes } from './routes.js'

/** How much a call can be told: whether the kernel takes an address, and at most one flag. */
const isTaken = ({ via, address, fastopen, with: flag }: SendForm): boolean => {
  const flags = [fastopen === true, flag !== undefined].filter(Boolean).length
  if (via === 'splice' || via === 'sendfile')
    return address === undefined && fastopen === undefined && flags === 0
  return flags < 2 && (via !== 'send' || address === undefined)
}

/** A ring sends one message at a time, and neither it nor calls of 32 bits or with full registers are tried with splice(2) or sendfile(2). */
const carries = ({ via }: SendForm, route: Route): boolean => {
  const movesFile = via === 'splice' || via === 'sendfile'
  if (isRing(route)) return !movesFile && via !== 'sendmmsg'
  return !movesFile || !['compat', 'socketcall', 'high_bits'].includes(route)
}

type SendForm = {
  readonly via?: string
  readonly address?: unknown
  readonly fastopen?: boolean
  readonly with?: string
}

/** One byte, to the address, or to the peer when there is none; by sendto(2), if no other call is named. */
const sendto = opBy(sendRoutes)('sendto', {
  fields: {
    socket: slot(),
    address: optional(address()),
    fastopen: optional(sign('MSG_FASTOPEN')),
    via: optional(word(['send', 'sendmsg', 'sendmmsg', 'splice', 'sendfile'])),
    /** A flag of the call: what more is to follow, that a peer is there, or that the kernel may take the bytes where they lie. */
    with: optional(word(namesOf(sendFlags), { call: flag => `, ${flag}` })),
  },
  call: ({ via = 'sendto', address }) =>
    `${via}(socket {socket}, ${address === undefined ? 'its peer' : '{address}'}{fastopen}{with})`,
  says: ({ via, address, fastopen, with: flag }) => {
    const to = address === undefined ? 'its peer' : '{address}'
    const how = via === undefined ? '' : `, by ${via}(2)`
    return `sends a byte from socket {socket} to ${to}${how}${fastopen ? ', as TCP Fast Open' : ''}${flag === undefined ? '' : `, with ${flag}`}`
  },
  c: {
    send: 'send_byte({socket}, {fastopen})',
    sendto: 'sendto_byte({socket}, {address}, {fastopen})',
    sendmsg: 'sendmsg_byte({socket}, {address}, {fastopen})',
    sendmmsg: 'sendmmsg_byte({socket}, {address}, {fastopen})',
    splice: 'splice_byte({socket})',
    sendfile: 'sendfile_byte({socket})',
    'send with': 'send_byte({socket}, {with})',
    'sendto with': 'sendto_byte({socket}, {address}, {with})',
    'sendmsg with': 'sendmsg_byte({socket}, {address}, {with})',
    'sendmmsg with': 'sendmmsg_byte({socket}, {address}, {with})',
  },
  form: ({ via = 'sendto', with: flag }) => (flag === undefined ? via : `${via} with`),
  takes: carries,
  calls: ({ via = 'sendto' }) => [via],
  refused: {
    at: 'via',
    error:
      'expected a call that takes what is given: send(2) no address, splice(2) and sendfile(2) no flag either, and no call two flags',
    when: op => !isTaken(op),
  },
  settle: any =>
    any.map(op => {
      const { address, fastopen, with: flag, ...rest } = op
      if (isTaken(op)) return op
      return op.via === 'send' && flag !== undefined ? { ...rest, with: flag } : rest
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

/** An echo request of ICMP, or of ICMPv6 on a socket of IPv6, without data: eight bytes to whatever socket. */
const echo = op('echo', {
  fields: { socket: slot(), address: optional(address()) },
  call: ({ address }) => `echo(socket {socket}, ${address === undefined ? 'its peer' : '{address}'})`,
  says: ({ address }) =>
    `sends an echo request from socket {socket} to ${address === undefined ? 'its peer' : '{address}'}`,
  c: 'send_echo({socket}, {address})',
})

/** The ops of this family. */
export const ops = [sendto, sendmsg, sendOob, echo] as const
