import { accept, at, bind, connect, listen, send } from '../arbitrary/ops.js'
import type { Op, Slot } from '../program.js'
import type { ContrastKind } from './kinds.js'

/** Where a call puts a new descriptor. */
const fresh = 7

const fastOpen = (socket: Slot): Op => ({ kind: 'sendto', socket, address: at('a'), fastopen: true })

/** Calls with an address of IP that is none, of the other family, or for a datagram that opens a connection. */
const oddCalls = (socket: Slot, kind: ContrastKind): readonly Op[] => {
  if (kind.named.domain !== 'AF_INET') return []
  const [none, other] = [{ ...at('b'), family: 'AF_UNSPEC' } as const, at('b', 'AF_INET6')]
  return [
    ...[none, other].flatMap(address => [bind(socket, address), connect(socket, address)]),
    ...(kind.isStream ? [fastOpen(socket)] : []),
  ]
}

/** Every call on a socket that programs are told about. */
export const calls = (socket: Slot, kind: ContrastKind): readonly Op[] => [
  { kind: 'bind', socket, address: kind.address('b') },
  { kind: 'connect', socket, address: kind.address('a') },
  listen(socket),
  accept(socket, fresh),
  { kind: 'sendto', socket, address: kind.address('a') },
  send(socket),
  { kind: 'recv', socket },
  { kind: 'shutdown', socket, how: 'SHUT_RDWR' },
  { kind: 'setsockopt', socket, option: 'SO_REUSEADDR', value: 1 },
  { kind: 'getsockopt', socket },
  { kind: 'getsockname', socket },
  { kind: 'getpeername', socket },
  { kind: 'send_fd', socket },
  { kind: 'dup', socket, as: fresh },
  ...oddCalls(socket, kind),
]
