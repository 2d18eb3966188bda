import type { Address, UnixAddress } from '../program.js'
import { socketTypes } from '../uapi/socket.js'
import { type Denial, withDenial } from './audit.js'
import { type Branch, type FoundSocket, fail, ok, unmodelled } from './branch.js'
import { isThere } from './paths.js'
import { lengthOf } from './ports.js'
import { makeSockDenial, resolveDenial, scopeDenial } from './scope.js'
import { isFull, noFlags, unconnected, unowned } from './sockets.js'
import { type Process, type Socket, type State, withSocket } from './state.js'
import { leavePeer } from './unix-ends.js'

const isPath = (name: string): boolean => name.startsWith('/')

/** An accepted connection has the name of its listener, at which nobody finds it (unix_stream_connect(), "newu->addr"). */
export const hasName = ({ local, pinned }: Socket): boolean => local !== null || pinned === 'unix'

/** Abstract names are kept apart by network and type (unix_find_socket_byname()), paths are not. */
const holder = (state: State, { type, net }: Socket, name: string): number =>
  state.sockets.findIndex(
    other =>
      other?.local?.host === 'unix' &&
      other.local.port === name &&
      (isPath(name) || (other.type === type && other.net === net)),
  )

/** The bytes of a family, and those of sockaddr_un. */
const [familyBytes, mostBytes] = [2, 110]

/** An address as a UNIX socket reads it, whatever its layout is: by family and length, and of more bytes as a name of which nothing is said. */
export function asUnix(address: Address): UnixAddress | 'invalid' | 'unsaid' {
  if ('name' in address) return address
  const { family } = address
  if (!('host' in address)) return 'invalid'
  const length = lengthOf(address)
  if (family !== 'AF_UNIX' || length < familyBytes || length > mostBytes) return 'invalid'
  return length === familyBytes ? { family, name: '' } : 'unsaid'
}

const named = (state: State, id: number, name: string): State =>
  withSocket(state, id, { local: { host: 'unix', port: name } })

/**
 * A path is made before the socket is looked at, and making a socket file is a right of its own.
 * Order: what is there already, MAKE_SOCK, then the name that the socket has (af_unix.c: unix_bind_bsd).
 */
const bindPath = (
  state: State,
  { layers }: Process,
  { id, socket }: FoundSocket,
  name: string,
): readonly Branch[] => {
  if (isThere(state, name)) return fail(state, 'EADDRINUSE', 'bind.unix-in-use')
  const denial = makeSockDenial(layers, name)
  if (denial !== null) return fail(withDenial(state, denial), 'EACCES', 'unix.make-sock-denied')
  if (hasName(socket)) return fail(state, 'EINVAL', 'bind.unix-twice')
  return ok({ ...named(state, id, name), paths: [...state.paths, name] }, 'bind.unix')
}

/** bind(2) of a UNIX socket: no name at all asks for one, and a socket that has a name keeps it. */
export const bindUnix = (
  state: State,
  process: Process,
  found: FoundSocket,
  address: Address,
): readonly Branch[] => {
  const { id, socket } = found
  const own = asUnix(address)
  if (own === 'unsaid') return unmodelled('unix.address')
  if (own === 'invalid') return fail(state, 'EINVAL', 'bind.unix-invalid')
  const { name } = own
  if (name === '') return ok(hasName(socket) ? state : named(state, id, `@auto${id}`), 'bind.unix-auto')
  if (isPath(name)) return bindPath(state, process, found, name)
  if (hasName(socket)) return fail(state, 'EINVAL', 'bind.unix-twice')
  if (state.spent.includes(name)) return unmodelled('unix.spent')
  if (holder(state, socket, name) >= 0) return fail(state, 'EADDRINUSE', 'bind.unix-in-use')
  return ok(named(state, id, name), 'bind.unix')
}

/** Somebody to reach by a name. */
export type Server = { readonly server: Socket; readonly index: number }

/** unix_find_other(): no such path, nobody there, another type, and only then RESOLVE_UNIX. */
export const find = (
  state: State,
  { layers }: Process,
  { socket }: FoundSocket,
  { name }: UnixAddress,
): Server | readonly Branch[] => {
  if (isPath(name) && !isThere(state, name)) return fail(state, 'ENOENT', 'connect.unix-no-path')
  if (state.spent.includes(name)) return unmodelled('unix.spent')
  const index = holder(state, socket, name)
  const server = state.sockets[index]
  if (server === undefined) return fail(state, 'ECONNREFUSED', 'connect.unix-refused')
  if (server.type !== socket.type) return fail(state, 'EPROTOTYPE', 'connect.unix-type')
  const denial = isPath(name) ? resolveDenial(layers, server.domain, name) : null
  if (denial !== null) return fail(withDenial(state, denial), 'EACCES', 'unix.resolve-denied')
  return { server, index }
}

/** What keeps a domain from a socket with an abstract name. */
export const denialOf = (layers: Process['layers'], { local, domain }: Socket): Denial | null => {
  const name = String(local?.port)
  return name.startsWith('@') ? scopeDenial(layers, domain, 'abstract_unix_socket', [`path=${name}`]) : null
}

/** Order: whether somebody listens there and has room, the socket's own state, then the scope (af_unix.c: unix_stream_connect). */
const connectStream = (
  state: State,
  { layers }: Process,
  { id, socket }: FoundSocket,
  { server, index }: Server,
): readonly Branch[] => {
  if (server.phase !== 'listening' || server.shut.rd)
    return fail(state, 'ECONNREFUSED', 'connect.unix-refused')
  // Who comes then waits ("unix_recvq_full").
  if (isFull(server)) return unmodelled('unix.backlog')
  if (socket.phase === 'connected') return fail(state, 'EISCONN', 'connect.unix-busy')
  if (socket.phase === 'listening') return fail(state, 'EINVAL', 'connect.unix-listening')
  const denial = denialOf(layers, server)
  if (denial !== null) return fail(withDenial(state, denial), 'EPERM', 'unix.scoped')
  const child = state.sockets.length
  const accepted: Socket = {
    ...server,
    ...{ ...unconnected, phase: 'connected', other: id, error: null },
    ...{
      local: null,
      pinned: 'unix',
      stale: server.local?.port ?? null,
      queue: [],
      flags: noFlags,
      ...unowned,
    },
  }
  const joined = { ...state, sockets: [...state.sockets, accepted] }
  const queued = withSocket(joined, index, { queue: [...server.queue, child] })
  return ok(withSocket(queued, id, { phase: 'connected', other: child, inbox: 0 }), 'connect.unix')
}

/** Whether a datagram socket takes anything from another one: who has a peer takes only what comes from that (unix_may_send()). */
export const takesFrom = ({ other }: Socket, id: number): boolean => other === null || other === id

/** A datagram socket that reaches its peer already may connect to it again, whatever its scope. */
const connectDatagram = (
  state: State,
  { layers }: Process,
  { id, socket }: FoundSocket,
  { server, index }: Server,
): readonly Branch[] => {
  if (!takesFrom(server, id)) return fail(state, 'EPERM', 'unix.taken')
  const denial = socket.other === index ? null : denialOf(layers, server)
  if (denial !== null) return fail(withDenial(state, denial), 'EPERM', 'unix.scoped')
  return ok(withSocket(leavePeer(state, id, index), id, { phase: 'connected', other: index }), 'connect.unix')
}

/** connect(2) of a UNIX socket; of one of datagrams AF_UNSPEC dissolves the association. */
export const connectUnix = (
  state: State,
  process: Process,
  found: FoundSocket,
  address: Address,
): readonly Branch[] => {
  const { id, socket } = found
  const isDatagram = socket.type === socketTypes.SOCK_DGRAM
  if (isDatagram && address.family === 'AF_UNSPEC' && lengthOf(address) >= familyBytes)
    return ok(withSocket(leavePeer(state, id, null), id, { phase: 'idle', other: null }), 'connect.dissolve')
  const to = asUnix(address)
  if (to === 'unsaid') return unmodelled('unix.address')
  if (to === 'invalid' || to.name === '') return fail(state, 'EINVAL', 'connect.unix-invalid')
  const server = find(state, process, found, to)
  if (!('server' in server)) return server
  return isDatagram
    ? connectDatagram(state, process, found, server)
    : connectStream(state, process, found, server)
}
