import { accept, listen } from '../arbitrary/ops.js'
import type { Op } from '../program.js'
import { type AddressPlace, type GridKind, open } from './kinds.js'

/** A state that a socket is brought to; it is in slot 0 then, and whoever it can reach is in slot 1. */
type GridState = {
  readonly name: string
  readonly isOf: (kind: GridKind) => boolean
  readonly before: (kind: GridKind) => readonly Op[]
}

const bindAt = (socket: number, kind: GridKind, place: AddressPlace): Op => ({
  kind: 'bind',
  socket,
  address: kind.address(place),
})

const connectTo = (socket: number, kind: GridKind, place: AddressPlace): Op => ({
  kind: 'connect',
  socket,
  address: kind.address(place),
})

/** Somebody to reach. */
const server = (kind: GridKind): readonly Op[] => [
  open(1, kind),
  bindAt(1, kind, 'server'),
  ...(kind.listens ? [listen(1)] : []),
]

const client = (kind: GridKind): readonly Op[] => [
  ...server(kind),
  open(0, kind),
  connectTo(0, kind, 'server'),
]

const always = (): boolean => true
const ofStreams = ({ listens }: GridKind): boolean => listens
const shutDown: Op = { kind: 'shutdown', socket: 0, how: 'SHUT_RDWR' }

/** The states of a socket, each brought about in one way. */
export const gridStates: readonly GridState[] = [
  { name: 'new', isOf: always, before: kind => [...server(kind), open(0, kind)] },
  { name: 'bound', isOf: always, before: kind => [...server(kind), open(0, kind), bindAt(0, kind, 'own')] },
  {
    name: 'listening',
    isOf: ofStreams,
    before: kind => [...server(kind), open(0, kind), bindAt(0, kind, 'own'), listen(0)],
  },
  { name: 'connected', isOf: always, before: client },
  {
    name: 'accepted',
    isOf: ofStreams,
    before: kind => [...server(kind), open(2, kind), connectTo(2, kind, 'server'), accept(1, 0)],
  },
  { name: 'shut down', isOf: always, before: kind => [...client(kind), shutDown] },
  {
    name: 'refused',
    isOf: always,
    before: kind => [...server(kind), open(0, kind), connectTo(0, kind, 'nobody')],
  },
  {
    name: 'disconnected',
    isOf: always,
    before: kind => [...client(kind), { kind: 'connect', socket: 0, address: kind.unspec }],
  },
  {
    name: 'left by its peer',
    isOf: ofStreams,
    before: kind => [...client(kind), accept(1, 2), { kind: 'close', socket: 2 }],
  },
]
