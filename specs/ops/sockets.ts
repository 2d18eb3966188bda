import { isPing } from '../socket-key.js'
import { domain, protocol, socketWords, type } from './fields/rule.js'
import { made, slot } from './fields/slots.js'
import { op, routedOp } from './op.js'

const kind = { domain: domain(), type: type(), protocol: protocol() }

/** Families whose sockets take long to come and go. */
const expensive: readonly unknown[] = ['AF_NETLINK', 'AF_PACKET']

const socket = routedOp('socket', {
  fields: { as: made(), ...kind },
  call: 'socket {as} = socket({domain}, {type}, {protocol})',
  says: op => `opens socket {as}: ${socketWords(op)}`,
  c: 'open_socket({domain}, {type}, {protocol})',
  takes: (_, route) => route !== 'io_uring_fixed',
  needs: op => (isPing(op) ? ['ping'] : []),
  cost: ({ domain }) => (expensive.includes(domain) ? 7 : 1),
})

/** Its descriptors are closed again. */
const socketpair = op('socketpair', {
  fields: kind,
  call: 'socketpair({domain}, {type}, {protocol})',
  says: op => `opens a pair of sockets: ${socketWords(op)}`,
  c: 'open_socketpair({domain}, {type}, {protocol})',
})

/** socketpair(2) of UNIX sockets, of which both are kept; what was in their slots before stays open. */
const pair = op('pair', {
  fields: { as: made(), other: slot(), type: type() },
  call: 'socket {as}, socket {other} = socketpair(AF_UNIX, {type})',
  says: 'opens a pair of UNIX sockets as sockets {as} and {other}: {type}',
  c: 'open_pair({type}, &{other})',
  refused: {
    at: 'other',
    error: 'expected another slot than that of the first one',
    when: ({ as, other }) => as === other,
  },
  settle: any => any.map(op => (op.as === op.other ? { ...op, other: (op.as + 1) % 4 } : op)),
})

/** The ops of this family. */
export const ops = [socket, socketpair, pair] as const
