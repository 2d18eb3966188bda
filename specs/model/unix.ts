import type { Address, UnixAddress } from '../program.js'
import { fsRights } from '../uapi/landlock.js'
import { socketTypes } from '../uapi/socket.js'
import { type Denial, withDenial } from './audit.js'
import { type Branch, type Found, fail, ok, outside } from './branch.js'
import { sendUnixStream } from './data.js'
import { resolveDenial, scopeDenial } from './scope.js'
import { isFull, noFlags } from './sockets.js'
import { type Process, type Socket, type State, withSocket } from './state.js'

const isPath = (name: string): boolean => name.startsWith('/')

/** Abstract names are kept apart by network and type (unix_find_socket_byname()), paths are not. */
const holder = (state: State, { type, net }: Socket, name: string): number =>
  state.sockets.findIndex(
    other =>
      other?.local?.host === 'unix' &&
      other.local.port === name &&
      (isPath(name) || (other.type === type && other.net === net)),
  )

/** An address of another layout that says it is one of UNIX: its bytes are a name. */
const isName = ({ family }: Address): boolean => family === 'AF_UNIX'

const named = (state: State, id: number, name: string): State =>
  withSocket(state, id, { local: { host: 'unix', port: name } })

/** A path is made before the socket is looked at, and making a socket file is a right of its own. */
const bindPath = (
  state: State,
  { layers }: Process,
  { id, socket }: Found,
  name: string,
): readonly Branch[] => {
  const make = 1 << fsRights.make_sock.bit
  if (layers.some(layer => layer.handledFs & make && !(layer.directory & make))) return outside
  if (state.paths.includes(name)) return fail(state, 'EADDRINUSE', 'bind.unix-in-use')
  if (socket.local !== null) return fail(state, 'EINVAL', 'bind.unix-twice')
  return ok({ ...named(state, id, name), paths: [...state.paths, name] }, 'bind.unix')
}

/** bind(2) of a UNIX socket: no name at all asks for one, and a socket that has a name keeps it. */
export const bindUnix = (
  state: State,
  process: Process,
  found: Found,
  address: Address,
): readonly Branch[] => {
  const { id, socket } = found
  if (!('name' in address)) return isName(address) ? outside : fail(state, 'EINVAL', 'bind.unix-invalid')
  const { name } = address
  if (socket.phase !== 'idle') return outside
  if (name === '') return ok(socket.local === null ? named(state, id, `@auto${id}`) : state, 'bind.unix-auto')
  if (isPath(name)) return bindPath(state, process, found, name)
  if (socket.local !== null) return fail(state, 'EINVAL', 'bind.unix-twice')
  if (holder(state, socket, name) >= 0) return fail(state, 'EADDRINUSE', 'bind.unix-in-use')
  return ok(named(state, id, name), 'bind.unix')
}

type Server = { readonly server: Socket; readonly index: number } | readonly Branch[]

/** unix_find_other(): no such path, nobody there, another type, and only then RESOLVE_UNIX. */
const find = (state: State, { layers }: Process, { socket }: Found, { name }: UnixAddress): Server => {
  if (name === '') return fail(state, 'EINVAL', 'connect.unix-invalid')
  if (isPath(name) && !state.paths.includes(name)) return fail(state, 'ENOENT', 'connect.unix-no-path')
  const index = holder(state, socket, name)
  const server = state.sockets[index]
  if (server === undefined) return fail(state, 'ECONNREFUSED', 'connect.unix-refused')
  if (server.type !== socket.type) return fail(state, 'EPROTOTYPE', 'connect.unix-type')
  const denial = isPath(name) ? resolveDenial(layers, server.domain, name) : null
  if (denial !== null) return fail(withDenial(state, denial), 'EACCES', 'unix.resolve-denied')
  return { server, index }
}

const denialOf = (layers: Process['layers'], { local, domain }: Socket): Denial | null => {
  const name = String(local?.port)
  return name.startsWith('@') ? scopeDenial(layers, domain, 'abstract_unix_socket', [`path=${name}`]) : null
}

const connectStream = (
  state: State,
  { layers }: Process,
  { id, socket }: Found,
  { server, index }: Exclude<Server, readonly Branch[]>,
): readonly Branch[] => {
  if (server.phase !== 'listening' || server.refused)
    return fail(state, 'ECONNREFUSED', 'connect.unix-refused')
  if (socket.phase === 'connected') return fail(state, 'EISCONN', 'connect.unix-busy')
  if (socket.phase === 'listening') return fail(state, 'EINVAL', 'connect.unix-listening')
  // Who comes then waits, before Landlock is asked (af_unix.c: unix_stream_connect, "unix_recvq_full").
  if (isFull(server)) return outside
  const denial = denialOf(layers, server)
  if (denial !== null) return fail(withDenial(state, denial), 'EPERM', 'unix.scoped')
  // A name stays with the listener, and is free when that is closed (af_unix.c: unix_stream_connect, unix_release_sock).
  const accepted = { ...server, phase: 'connected', local: null, queue: [], flags: noFlags } as const
  const joined = { ...state, sockets: [...state.sockets, accepted] }
  const queued = withSocket(joined, index, { queue: [...server.queue, state.sockets.length] })
  return ok(withSocket(queued, id, { phase: 'connected' }), 'connect.unix')
}

/** A datagram socket that has a peer of its own takes nothing from others (unix_may_send), which the model leaves alone. */
const connectDatagram = (
  state: State,
  { layers }: Process,
  { id, socket }: Found,
  { server }: Exclude<Server, readonly Branch[]>,
): readonly Branch[] => {
  if (server.phase === 'connected' || socket.phase === 'connected') return outside
  const denial = denialOf(layers, server)
  if (denial !== null) return fail(withDenial(state, denial), 'EPERM', 'unix.scoped')
  const peer = server.local
  return ok(withSocket(state, id, { phase: 'connected', peer }), 'connect.unix')
}

/** connect(2) of a UNIX socket. */
export const connectUnix = (
  state: State,
  process: Process,
  found: Found,
  address: Address,
): readonly Branch[] => {
  const isDatagram = found.socket.type === socketTypes.SOCK_DGRAM
  if (!('name' in address)) {
    return isName(address) || (isDatagram && address.family === 'AF_UNSPEC')
      ? outside
      : fail(state, 'EINVAL', 'connect.unix-invalid')
  }
  if (found.socket.refused) return outside
  const server = find(state, process, found, address)
  if (!('server' in server)) return server
  return isDatagram
    ? connectDatagram(state, process, found, server)
    : connectStream(state, process, found, server)
}

const sendDatagram = (
  state: State,
  process: Process,
  found: Found,
  address: UnixAddress,
): readonly Branch[] => {
  const server = find(state, process, found, address)
  if (!('server' in server)) return server
  if (!takesFromAll(server.server)) return outside
  const isPeer = found.socket.peer !== null && found.socket.peer === server.server.local
  const denial = isPeer ? null : denialOf(process.layers, server.server)
  if (denial !== null) return fail(withDenial(state, denial), 'EPERM', 'unix.scoped')
  return ok(state, 'send.unix')
}

/** Of a peer that has a peer of its own, what it takes is left alone (unix_may_send). */
const takesFromAll = ({ phase, refused }: Socket): boolean => phase !== 'connected' && !refused

/** A byte through a UNIX socket: streams take no address, datagrams need one or a peer. */
export const sendUnix = (
  state: State,
  process: Process,
  found: Found,
  address: Address | undefined,
): readonly Branch[] => {
  const { type, phase, peer, refused } = found.socket
  if (refused) return outside
  if (address !== undefined && !('name' in address)) return outside
  if (type === socketTypes.SOCK_DGRAM) {
    if (address !== undefined) return sendDatagram(state, process, found, address)
    if (peer === null) return fail(state, 'ENOTCONN', 'send.unix-no-peer')
    return state.sockets.some(other => other?.local === peer && takesFromAll(other))
      ? ok(state, 'send.unix')
      : outside
  }
  if (type === socketTypes.SOCK_SEQPACKET) {
    return phase === 'connected' ? sendUnixStream(state) : fail(state, 'ENOTCONN', 'send.unix-no-peer')
  }
  if (address !== undefined) {
    return phase === 'connected'
      ? fail(state, 'EISCONN', 'send.unix-connected')
      : fail(state, 'EOPNOTSUPP', 'send.unix-address')
  }
  return phase === 'connected' ? sendUnixStream(state) : fail(state, 'ENOTCONN', 'send.unix-no-peer')
}
