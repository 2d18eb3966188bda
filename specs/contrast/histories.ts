import { accept, by, listen } from '../arbitrary/ops.js'
import { open, pair } from '../designs/ops.js'
import type { Actor, Op, Slot } from '../program.js'
import type { ContrastKind } from './kinds.js'

/** How a socket came to whoever acts on it from inside of a sandbox. */
export type History = {
  readonly name: string
  /** After a kind of socket: "a TCP socket that was made before the sandbox". */
  readonly says: string
  /** Whether it is only about kinds that listen. */
  readonly ofStreams: boolean
  readonly before: (kind: ContrastKind) => readonly Op[]
  /** What comes behind the sandbox, up to where the socket is at hand. */
  readonly after: (kind: ContrastKind) => readonly Op[]
  /** Who has the sandbox and acts, and where its socket is; without one there is nothing to act on. */
  readonly actor: Actor
  readonly socket?: Slot
}

const nothing = (): readonly Op[] => []
const opened = (slot: Slot) => (kind: ContrastKind) => [open(slot, kind.named)]

const bound = (slot: Slot, kind: ContrastKind): readonly Op[] => [
  open(slot, kind.named),
  { kind: 'bind', socket: slot, address: kind.address('a') },
]

const server = (slot: Slot, kind: ContrastKind): readonly Op[] => [...bound(slot, kind), listen(slot)]

const client = (slot: Slot, kind: ContrastKind): readonly Op[] => [
  open(slot, kind.named),
  { kind: 'connect', socket: slot, address: kind.address('a') },
]

const history = (
  name: string,
  says: string,
  parts: Partial<Omit<History, 'name' | 'says' | 'ofStreams'>>,
): History => ({ name, says, ofStreams: false, before: nothing, after: nothing, actor: 0, ...parts })

const ofStreams = (one: History): History => ({ ...one, ofStreams: true })

const fork: Op = { kind: 'fork', child: 1 }

/** Every way in which a socket comes to a sandboxed process, those of fewer steps first. */
export const histories: readonly History[] = [
  history('inside', 'that is made inside', { after: opened(0), socket: 0 }),
  history('pair', 'that is made as one of a pair', { after: kind => [pair(kind.named)] }),
  history('before', 'that was made before the sandbox', { before: opened(0), socket: 0 }),
  history('bound', 'that was bound before the sandbox', { before: kind => bound(0, kind), socket: 0 }),
  ofStreams(
    history('listener', 'that listened before the sandbox', {
      before: kind => [open(0, kind.named), listen(0)],
      socket: 0,
    }),
  ),
  ofStreams(
    history('server', 'that was bound and listened before the sandbox', {
      before: kind => server(0, kind),
      socket: 0,
    }),
  ),
  history('inherited', 'that was inherited from a parent without a sandbox', {
    before: kind => [open(0, kind.named), fork],
    actor: 1,
    socket: 0,
  }),
  history('taken', 'that was made before the sandbox and is taken by pidfd_getfd(2)', {
    before: opened(0),
    after: () => [fork, { kind: 'take_fd', from: 1, socket: 0, as: 1 }],
    socket: 1,
  }),
  history('received', 'that is received from a process without a sandbox', {
    before: () => [fork],
    after: kind => [
      ...by(1, open(0, kind.named), { kind: 'send_fd', socket: 0 }),
      { kind: 'receive_fd', as: 0 },
    ],
    socket: 0,
  }),
  ofStreams(
    history('waiting', 'that listened before the sandbox, with a client waiting', {
      before: kind => [...server(0, kind), ...client(1, kind)],
      socket: 0,
    }),
  ),
  ofStreams(
    history('connected', 'that was connected before the sandbox', {
      before: kind => [...server(0, kind), ...client(1, kind)],
      socket: 1,
    }),
  ),
  ofStreams(
    history('accepted', 'that was accepted before the sandbox', {
      before: kind => [...server(0, kind), ...client(1, kind), accept(0, 2)],
      socket: 2,
    }),
  ),
  history('client', 'that was made before the sandbox, with somebody to reach', {
    before: kind => [...(kind.isStream ? server(1, kind) : bound(1, kind)), open(0, kind.named)],
    socket: 0,
  }),
  history('late client', 'that is made inside, with somebody to reach', {
    before: kind => (kind.isStream ? server(1, kind) : bound(1, kind)),
    after: opened(0),
    socket: 0,
  }),
]
