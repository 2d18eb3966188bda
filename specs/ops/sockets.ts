import { isPing } from '../socket-key.js'
import { domain, protocol, socketWords, type } from './fields/rule.js'
import { made } from './fields/slots.js'
import { op, routedOp } from './op.js'

const kind = { domain: domain(), type: type(), protocol: protocol() }

/** Families whose sockets take long to come and go. */
const expensive: readonly unknown[] = ['AF_NETLINK', 'AF_PACKET']

const socket = routedOp('socket', {
  fields: { as: made(), ...kind },
  call: 'socket {as} = socket({domain}, {type}, {protocol})',
  says: op => `opens socket {as}: ${socketWords(op)}`,
  c: 'open_socket({domain}, {type}, {protocol})',
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

/** The ops of this family. */
export const ops = [socket, socketpair] as const
