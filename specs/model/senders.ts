import { families, socketTypes } from '../uapi/socket.js'
import { type Branch, unmodelled, value } from './branch.js'
import { portWord } from './ports.js'
import { isSctp } from './sctp.js'
import type { PortKey, Socket, State } from './state.js'

const nobody = 'nobody'

/** The name that a UNIX socket has, or had when it was closed; an accepted one has that of its listener. */
const nameOf = ({ sockets, lastNames }: State, id: number): PortKey | null => {
  const socket = sockets[id]
  return socket?.local?.port ?? socket?.stale ?? lastNames.get(id) ?? null
}

/** The state with the name of a UNIX socket kept, which is about to be closed. */
export const withLastName = (state: State, id: number): State => {
  const name = nameOf(state, id)
  return name === null ? state : { ...state, lastNames: new Map(state.lastNames).set(id, name) }
}

/** Names of one letter are known by that; those that the kernel chose, and longer ones, are not told apart from each other. */
const nameWord = (name: string): string => {
  const [, place = '', letter] = /^(@|\/in\/|\/)(.+)$/.exec(name) ?? []
  if (name.startsWith('@auto')) return '@*'
  return letter?.length === 1 ? name : `${place}?`
}

/** The socket that sent what a UNIX socket receives next: of a connection the other end. */
const senderIn = ({ type, senders, other }: Socket): PortKey | null =>
  type === socketTypes.SOCK_DGRAM ? (senders[0] ?? null) : other

/** The name comes from the sender itself, when it is asked for (af_unix.c: unix_copy_addr). */
const unixSender = (state: State, socket: Socket, next: State): readonly Branch[] => {
  const name = nameOf(state, Number(senderIn(socket)))
  return name === null
    ? value(next, nobody, 'sender.unnamed')
    : value(next, nameWord(String(name)), 'sender.unix')
}

/** A hash has no sender, and what other stacks have as an address has no port. */
const otherSender = ({ family }: Socket, next: State): readonly Branch[] =>
  value(next, family === families.AF_ALG ? nobody : 0, 'sender.other')

/** What is received with the address of who sent it; the end of a stream is from nobody. */
export const withSender = (state: State, socket: Socket, branch: Branch): Branch | readonly Branch[] => {
  const { outcome, next, clause } = branch
  if (outcome !== 'OK') return branch
  const [port] = socket.senders
  if (isSctp(socket)) return value(next, portWord(socket.peer?.port ?? 0), 'sender.port')
  switch (socket.transport) {
    case 'opaque':
      return otherSender(socket, next)
    case 'udp':
    case 'udplite':
      return port === undefined ? unmodelled('recv.sender') : value(next, portWord(port), 'sender.port')
    case 'unix':
      if (clause !== 'recv.end') return unixSender(state, socket, next)
  }
  return value(next, nobody, 'sender.none')
}
