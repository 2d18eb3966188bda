import { namesOf } from '../names-of.js'
import { families, socketOptions } from '../uapi/socket.js'
import { word } from './fields/names.js'
import { number } from './fields/numbers.js'
import { slot } from './fields/slots.js'
import { op, routedOp } from './op.js'

/** Options of setsockopt(2), by the names of their constants; IPV6_ADDRFORM takes the number of a family. */
export type SocketOption = keyof typeof socketOptions

const names = namesOf(socketOptions)

const int32 = 2 ** 31 - 1

const setsockopt = routedOp('setsockopt', {
  fields: {
    socket: slot(),
    option: word(names, { c: name => `${socketOptions[name].level}, ${name}` }),
    value: number('a value', { min: -int32 - 1, max: int32, usual: [0, 1, families.AF_INET] }),
  },
  call: 'setsockopt(socket {socket}, {option}, {value})',
  says: 'sets {option} of socket {socket} to {value}',
  c: 'set_option({socket}, {option}, {value})',
  ring: 'io_uring_sockopt',
  short({ option, value }) {
    const family = Object.entries(families).find(([, number]) => number === value)?.[0]
    return option === 'IPV6_ADDRFORM' && family !== undefined
      ? `set_option({socket}, {option}, ${family})`
      : undefined
  },
})

/** The groups of all hosts, of which a host that joins them tells nobody. */
const groups = ['224.0.0.1', 'ff01::1'] as const

/** Joins a group of multicast on the loopback device. */
const joinGroup = op('join_group', {
  fields: { socket: slot(), group: word(groups, { c: group => `"${group}"`, call: String }) },
  call: 'join_group(socket {socket}, {group})',
  says: 'has socket {socket} join the group {group}',
  c: 'join_group({socket}, {group})',
})

/** Observes the type of the socket. */
const getsockopt = routedOp('getsockopt', {
  fields: { socket: slot() },
  call: 'getsockopt(socket {socket}, SO_TYPE)',
  says: 'asks for the type of socket {socket}',
  c: 'socket_type({socket})',
  ring: 'io_uring_sockopt',
  reading: 'value',
})

/** The ops of this family. */
export const ops = [setsockopt, joinGroup, getsockopt] as const
