import type { Actor, Capability, FilteredCall, Host, Slot } from '../program.js'
import type { Transport } from '../right.js'
import type { Errno } from '../uapi/errno.js'
import type { SignalName } from '../uapi/signal.js'
import type { ClauseId } from './clauses.js'

/** A port as the model knows it: a number, a letter, or `ephemeral:7`, the one that the kernel chose for description 7. */
export type PortKey = number | string

/** A kind of socket in numbers; in a rule, -1 stands for any type or protocol. */
export type SocketKey = { readonly domain: number; readonly type: number; readonly protocol: number }

/** One enforced ruleset, as bit masks; its identity is that of a domain: the same ruleset enforced twice is two layers. */
export type Layer = {
  readonly handledFs: number
  readonly handledNet: number
  readonly scoped: number
  /** What each port is allowed. */
  readonly rules: ReadonlyMap<PortKey, number>
  /** What is allowed to each path that has a rule, and to what is beneath it: `/` is the program's own directory. */
  readonly paths: ReadonlyMap<string, number>
  /** How many rules were added to it, of whatever kind. */
  readonly version: number
  /** What is not logged: rights on what has a quiet rule, and scopes. */
  readonly quietNet: number
  readonly quietFs: number
  readonly quietScoped: number
  readonly quietPorts: ReadonlySet<PortKey>
  readonly quietPaths: ReadonlySet<string>
  /** The clauses by which nothing is logged that it denies to the program that made it, and to one executed later. */
  readonly silent: { readonly same: ClauseId | null; readonly later: ClauseId | null }
  /** What it handles of the proposals, and what sockets are allowed: by `domain:type`, and by family, type and protocol. */
  readonly handledSocket: number
  readonly socketRules: ReadonlyMap<string, number>
  readonly socketV4Rules: readonly SocketKey[]
  /** Who enforced it. */
  readonly by: Actor
}

/** A ruleset descriptor's object: rules are added to it until it is enforced, and after. */
export type Ruleset = Omit<Layer, 'silent' | 'by'>

/** Where a socket is bound; UNIX sockets have their name as port, and others whatever stands for an address. */
export type Local = {
  readonly host: Host | 'unix' | 'vsock' | 'packet' | 'netlink' | 'alg'
  readonly port: PortKey
}

/** Options of setsockopt(2) that decide outcomes. */
export type SocketOptions = {
  readonly reuseAddr: boolean
  readonly reusePort: boolean
  readonly v6Only: boolean
  readonly fastopenConnect: boolean
  /** IP_BIND_ADDRESS_NO_PORT: bind(2) to port 0 gives an address alone. */
  readonly portless: boolean
  /** TCP_REPAIR: connect(2) asks nobody. */
  readonly repair: boolean
  /** UDP_CORK: what is sent waits. */
  readonly corked: boolean
  /** SO_ZEROCOPY: MSG_ZEROCOPY is looked at. */
  readonly zerocopy: boolean
}

/** Flags of socket(2), beside the type. */
export type DescriptorFlags = { readonly closesOnExec: boolean; readonly doesNotWait: boolean }

/** Which calls of a socket were shut down. */
type Shut = { readonly rd: boolean; readonly wr: boolean }

/**
 * What there is of a connection of a stream. `open`: both ways; `finished`: this end said that it sends no more (FIN_WAIT);
 * `left`: the other one did (CLOSE_WAIT); `closed`: neither, though the socket was not disconnected (TCP_CLOSE).
 */
type Link = 'open' | 'finished' | 'left' | 'closed'

/** An open file description of a socket, shared by all descriptors that refer to it. */
export type Socket = {
  readonly transport: Transport
  readonly family: number
  readonly type: number
  readonly protocol: number
  /** The network namespace in which it was opened and stays. */
  readonly net: number
  /** The domain of the process that opened it: what scopes compare. */
  readonly domain: readonly Layer[]
  readonly options: SocketOptions
  /** The groups of multicast that it joined. */
  readonly groups: readonly string[]
  /** SOCK_CLOEXEC and SOCK_NONBLOCK, with which it was opened. */
  readonly flags: DescriptorFlags
  readonly phase: 'idle' | 'listening' | 'connected'
  readonly local: Local | null
  /** Where it was bound to a port by name: what is left when a connection is gone (SOCK_BINDPORT_LOCK). */
  readonly home: Local | null
  /** The address that it was bound to with a port that the kernel chose: that stays when the port is given back (SOCK_BINDADDR_LOCK). */
  readonly pinned: Local['host'] | null
  /** A port that was given back, which getsockname(2) still tells: nothing clears inet_sport when a connection ends. */
  readonly stale: PortKey | null
  /** How many ports it gave back: each time the kernel chooses another one. */
  readonly gaveBack: number
  /** The sockets that wait to be accepted, oldest first. */
  readonly queue: readonly number[]
  /** How many may wait beside one (sk_max_ack_backlog); null if that is more than there are. */
  readonly backlog: number | null
  /** The address of whom it was connected to last, as it has that: it stays longer than the port (inet_daddr, sk_v6_daddr). */
  readonly far: Local['host'] | null
  /** Where a connected socket sends to. */
  readonly peer: Local | null
  /** Where the datagram goes that a cork holds back. */
  readonly pending: Local | null
  /** The other end of a connection of streams. */
  readonly other: number | null
  readonly link: Link
  readonly shut: Shut
  /** The other end said that nothing follows (SOCK_DONE). */
  readonly done: boolean
  /** What the next call that sends or receives is told, once (sk_err). */
  readonly error: Errno | null
  /** How often it sent something through its connection. */
  readonly sent: number
  /** connect(2) asked for a cookie of Fast Open, which is kept until the connection is dissolved (fastopen_req). */
  readonly asked: boolean
  /** How many bytes or datagrams wait to be received; null if that is not known. */
  readonly inbox: number | null
  /** Who sent each datagram that waits, the oldest first: of UDP a port, of UNIX a socket. */
  readonly senders: readonly PortKey[]
  /** How many bytes wait in front of an urgent one; null if none came, or it was passed. */
  readonly urgent: number | null
  /** How many sends without a copy its error queue tells of, or will. */
  readonly notices: number
  /** Who gets its signals, and the domain of who said so; with O_ASYNC also when something comes. */
  readonly owner: { readonly actor: Actor; readonly layers: readonly Layer[] } | null
  readonly isAsync: boolean
  /** An IPv6 stream that was to be connected over IPv4, and goes on as one of IPv4 in part (tcp_ipv6.c: ipv6_mapped). */
  readonly mapped: boolean
  /** What the next call makes of what happened to it is not for the model to say. */
  readonly refused: boolean
}

/** A seccomp filter: a call, and the errno that it answers. */
type Filter = { readonly call: FilteredCall; readonly errno: Errno }

/** A signal that waits: for any thread of its process, for the first one, or for that which was there before the first op. */
export type Pending = {
  readonly signal: SignalName
  readonly of: 'process' | 'first' | 'early'
  /** Whether it came, and not only may have. */
  readonly isSure: boolean
}

/** A capability that programs name, or all that they do not name: nobody keeps these who gives up any. */
export type HeldCapability = Capability | 'others'

/** What each thread has for itself: what Landlock and capabilities make of it. */
export type Thread = {
  readonly layers: readonly Layer[]
  readonly noNewPrivs: boolean
  /** What further layers deny is not logged. */
  readonly muted: boolean
  /** The capabilities that it has in its user namespace: those that are effective, and those that it may raise to that. */
  readonly capabilities: readonly HeldCapability[]
  readonly permitted: readonly HeldCapability[]
}

/** A descriptor of a ruleset. */
type RulesetFd = { readonly id: number; readonly closesOnExec: boolean }

/** A process, as the thread that acts by plain system calls: its descriptors, and what is its own. */
export type Process = Thread & {
  /** Who made it; the first one is that of the harness. */
  readonly parent: Actor | null
  readonly sockets: ReadonlyMap<Slot, number>
  readonly rulesets: ReadonlyMap<Slot, RulesetFd>
  /** The thread that was there before the first op. */
  readonly early: Thread
  /** What seccomp filters answer, the youngest first. */
  readonly filters: readonly Filter[]
  /** Signals that it blocks and that came. */
  readonly pending: readonly Pending[]
  /** Its user namespace and its network namespace. */
  readonly user: number
  readonly net: number
}

/** A descriptor that is on its way, of a socket or of a ruleset. */
type Letter = { readonly kind: 'socket' | 'ruleset'; readonly id: number }

/** What Landlock logs. */
type Log = {
  /** Whether it is a program executed later that acts. */
  readonly isLater: boolean
  /** The records since they were last read. */
  readonly records: readonly string[]
  /** The domains in the order in which they came up. */
  readonly domains: readonly Layer[]
  /** The clause by which the last denial since then was not logged. */
  readonly silent: ClauseId | null
  /** The trace events since they were last read. */
  readonly events: readonly string[]
  /** The domains in the order in which they were made. */
  readonly made: readonly Layer[]
}

/** Everything that decides an outcome. Objects keep their index for ever; a closed socket leaves a gap. */
export type State = {
  readonly processes: ReadonlyMap<Actor, Process>
  readonly sockets: readonly (Socket | undefined)[]
  readonly rulesets: readonly Ruleset[]
  /** Sockets that a descriptor refers to which is in no slot any more. */
  readonly forgotten: readonly number[]
  /** Ports of closed connections: how long the kernel still holds them is not for the model to say. */
  readonly spent: readonly PortKey[]
  /** Ports that inner sockets of SMC may hold: what TCP answers there is not for the model to say. */
  readonly inner: readonly PortKey[]
  /** Whether a socket of another stack was bound to a port that takes a capability. */
  readonly low: boolean
  /** Sockets that a ring began to connect: when the kernel notices how that ended is not for the model to say. */
  readonly unsettled: readonly number[]
  /** Sockets that a thread of a ring may hold for a moment after it answered. */
  readonly held: readonly number[]
  /** How many user namespaces there are: the first, and those in it. */
  readonly users: number
  /** Every network namespace by the user namespace that it belongs to. */
  readonly nets: readonly number[]
  /** A route was taken: whether its threads are gone is not for the model to say. */
  readonly routed: boolean
  /** A sibling thread looks at its own files in /proc. */
  readonly looks: boolean
  /** The descriptors that are on their way, oldest first. */
  readonly mailbox: readonly Letter[]
  /** The names that closed UNIX sockets had, which what they sent still has. */
  readonly lastNames: ReadonlyMap<number, PortKey>
  /** Paths of UNIX sockets: they stay when the socket is gone. */
  readonly paths: readonly string[]
  readonly log: Log
}

/** A copy of a map with one entry set. */
export const withEntry = <K, V>(map: ReadonlyMap<K, V>, key: K, value: V): ReadonlyMap<K, V> =>
  new Map(map).set(key, value)

const processIn = ({ processes }: State, actor: Actor): Process => {
  const process = processes.get(actor)
  if (process === undefined) throw new Error(`no actor ${actor}`)
  return process
}

/** The state with one process changed. */
export const withProcess = (state: State, actor: Actor, change: Partial<Process>): State => ({
  ...state,
  processes: withEntry(state.processes, actor, { ...processIn(state, actor), ...change }),
})

/** The state with one socket changed. */
export const withSocket = (state: State, id: number, change: Partial<Socket>): State => {
  const socket = state.sockets[id]
  if (socket === undefined) throw new Error(`no socket ${id}`)
  return { ...state, sockets: state.sockets.with(id, { ...socket, ...change }) }
}

/** The state with a new socket in a slot of a process. */
export const withNewSocket = (state: State, actor: Actor, slot: Slot, socket: Socket): State =>
  withDescriptor({ ...state, sockets: [...state.sockets, socket] }, actor, slot, state.sockets.length)

/** The state with one more descriptor of a socket; what was in the slot before stays open. */
export const withDescriptor = (state: State, actor: Actor, slot: Slot, id: number): State => {
  const { sockets } = processIn(state, actor)
  const before = sockets.get(slot)
  const next = withProcess(state, actor, { sockets: withEntry(sockets, slot, id) })
  return before === undefined ? next : { ...next, forgotten: [...next.forgotten, before] }
}

/** The state with one more descriptor of a ruleset. */
export const withRulesetFd = (state: State, actor: Actor, slot: Slot, fd: RulesetFd): State =>
  withProcess(state, actor, { rulesets: withEntry(processIn(state, actor).rulesets, slot, fd) })
