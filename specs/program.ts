import type { Errno } from './uapi/errno.js'
import type { Family, Protocol, SocketType } from './uapi/socket.js'

/** A process of a program: 0 is the one that starts, further ones are made by `fork`. */
export type Actor = number

/** A descriptor by name: sockets and rulesets are numbered apart, and a slot that nothing was put into is fd -1. */
export type Slot = number

/**
 * A 16-bit port in host order, or 64 bits in a rule. A letter is a port that no other program of the run uses,
 * above 1023 and outside the ephemeral range; `of:2` is the port that socket 2 was given by the kernel.
 */
export type Port = number | 'a' | 'b' | 'c' | 'd' | `of:${Slot}`

/** The host part of an address; with a colon it is laid out as a sockaddr_in6, else as a sockaddr_in. */
export type Host = '0.0.0.0' | '127.0.0.1' | '::' | '::1' | '::ffff:127.0.0.1'

/** An IP address as it is passed: `family` is what stands in sa_family, whatever the layout of the rest is. */
export type InetAddress = {
  readonly family: Family
  readonly host: Host
  readonly port: Port
  /** The addrlen to pass, in bytes; without it the size of the layout (16 or 28). */
  readonly length?: number
}

/**
 * A UNIX address: `@name` is abstract, `/name` a path in a directory of the program's own, and an empty name no name at
 * all (only the family is passed). The executor keeps the names of one program out of the next.
 */
export type UnixAddress = { readonly family: 'AF_UNIX'; readonly name: `@${string}` | `/${string}` | '' }

export type Address = InetAddress | UnixAddress

/** A right by the name it has in landlock.h, without its prefix and in lower case; `bit_63` is a bit without a name. */
export type Right = string

/** A bit mask of rights. */
export type Mask = readonly Right[]

/** struct landlock_ruleset_attr; a field that is absent is zero. */
export type RulesetAttr = {
  readonly handled_access_fs?: Mask
  readonly handled_access_net?: Mask
  readonly scoped?: Mask
  readonly quiet_access_fs?: Mask
  readonly quiet_access_net?: Mask
  readonly quiet_scoped?: Mask
  /** The last field, of the proposals: it stands behind those that the ABI of the kernel has. */
  readonly handled_access_socket?: Mask
}

/** A ruleset descriptor: a slot, no descriptor at all (fd -1), or a descriptor of something else (/dev/null). */
export type RulesetRef = Slot | 'none' | 'foreign'

/** struct landlock_path_beneath_attr: the program's own directory, no descriptor at all, or the ruleset's own. */
export type PathBeneathAttr = {
  readonly allowed_access: Mask
  readonly parent: 'directory' | 'none' | 'ruleset'
}

/** struct landlock_socket_attr: which rights on sockets of which domain and type. */
export type SocketAttr = {
  readonly allowed_access: Mask
  readonly domain: Family | number
  readonly type: SocketType | number
}

/** struct landlock_socket_v4_attr: -1 as type or protocol stands for any. */
export type SocketV4Attr = {
  readonly allowed_access: Mask
  readonly family: Family | number
  readonly type: SocketType | number
  readonly protocol: Protocol | number
}

/** The attribute of a rule, by its type. */
export type RuleAttr = NetPortAttr | PathBeneathAttr | SocketAttr | SocketV4Attr

/** Calls that a seccomp filter can answer. */
export const filteredCalls = ['socket', 'bind', 'connect', 'listen', 'accept'] as const
export type FilteredCall = (typeof filteredCalls)[number]

/** Options of setsockopt(2), by the names of their constants; IPV6_ADDRFORM takes the number of a family. */
export type SocketOption =
  | 'IPV6_V6ONLY'
  | 'IPV6_ADDRFORM'
  | 'SO_REUSEADDR'
  | 'SO_REUSEPORT'
  | 'TCP_FASTOPEN'
  | 'TCP_FASTOPEN_CONNECT'

/** Capabilities that make a difference to the calls of a program. */
export type Capability =
  | 'CAP_SYS_ADMIN'
  | 'CAP_NET_BIND_SERVICE'
  | 'CAP_NET_RAW'
  | 'CAP_NET_ADMIN'
  | 'CAP_SYS_PTRACE'

/**
 * Two actions at once, each in a sandbox of its own making.
 * - `addrform_send`: IPV6_ADDRFORM, while a datagram is sent to a port that is denied.
 * - `reuseport_autobind`: a bind with SO_REUSEPORT, while a datagram is sent that has to be given a port, which is denied.
 * - `add_rule_restrict`: two rules are added, while the ruleset is enforced.
 */
export const races = ['addrform_send', 'reuseport_autobind', 'add_rule_restrict'] as const
export type Race = (typeof races)[number]

/** What unshare(2) makes and setns(2) enters. */
export type Namespace = 'user' | 'net'

/** struct landlock_net_port_attr. */
export type NetPortAttr = { readonly allowed_access: Mask; readonly port: Port }

/**
 * How a call on a socket gets to the kernel; without one, by a system call of its own.
 * - `io_uring…`: through a ring made for the call, with the descriptor registered (`fixed`), by a worker (`async`), by a
 *   thread of the kernel (`sqpoll`), with registered credentials (`personality`); `early_…`: the ring, its thread or the
 *   credentials were there before the first op.
 * - `compat`, `socketcall`: by the system calls of 32 bits, each by its own or all by that one.
 * - `thread`: by a new thread of the process; `early_thread`: by one that was there before the first op.
 * - `fork`, `vfork`, `exec`: by a new child, in the last case after execve(2); a socket that it makes is sent back.
 */
export const routes = [
  'io_uring',
  'io_uring_fixed',
  'io_uring_async',
  'io_uring_sqpoll',
  'io_uring_personality',
  'early_io_uring',
  'early_sqpoll',
  'early_personality',
  'compat',
  'socketcall',
  'thread',
  'early_thread',
  'fork',
  'vfork',
  'exec',
] as const
export type Route = (typeof routes)[number]

/** What a call on a socket has beside its own fields. */
type Routed = { readonly route?: Route }

/** One action. Every op has a `kind`, one word everywhere: in the model, the templates and the wire format. */
export type Op = { readonly actor?: Actor } & (
  | (Routed & {
      readonly kind: 'socket'
      readonly as: Slot
      readonly domain: Family | number
      readonly type: SocketType | number
      readonly protocol: Protocol | number
    })
  | {
      readonly kind: 'socketpair'
      readonly domain: Family | number
      readonly type: SocketType | number
      readonly protocol: Protocol | number
    }
  | (Routed & { readonly kind: 'bind'; readonly socket: Slot; readonly address: Address })
  | (Routed & { readonly kind: 'connect'; readonly socket: Slot; readonly address: Address })
  | (Routed & { readonly kind: 'listen'; readonly socket: Slot })
  /** accept4(2) with SOCK_NONBLOCK semantics: a listener without a waiting connection answers EAGAIN. */
  | (Routed & { readonly kind: 'accept'; readonly socket: Slot; readonly as: Slot })
  /** One byte, to the address, or to the peer when there is none; by sendto(2), if no other call is named. */
  | (Routed & {
      readonly kind: 'sendto'
      readonly socket: Slot
      readonly address?: Address
      readonly fastopen?: boolean
      readonly via?: 'send' | 'sendmsg' | 'sendmmsg'
    })
  /** One byte, without waiting. */
  | { readonly kind: 'recv'; readonly socket: Slot }
  | { readonly kind: 'shutdown'; readonly socket: Slot; readonly how: 'SHUT_RD' | 'SHUT_WR' | 'SHUT_RDWR' }
  /** sctp_bindx(3) and sctp_connectx(3) with one address: options of an SCTP socket that bind it and connect it. */
  | { readonly kind: 'bindx' | 'connectx'; readonly socket: Slot; readonly address: InetAddress }
  | { readonly kind: 'dup'; readonly socket: Slot; readonly as: Slot }
  | {
      readonly kind: 'setsockopt'
      readonly socket: Slot
      readonly option: SocketOption
      readonly value: number
    }
  /** Observes the local port: `=0`, a letter, `=ephemeral`, or the number. */
  | { readonly kind: 'getsockname'; readonly socket: Slot }
  /** Observes the type of the socket by getsockopt(2). */
  | { readonly kind: 'getsockopt'; readonly socket: Slot }
  | { readonly kind: 'getpeername'; readonly socket: Slot }
  | { readonly kind: 'close'; readonly socket: Slot }
  | {
      readonly kind: 'create_ruleset'
      readonly as: Slot
      /** null passes a NULL pointer, `unmapped` one to where no memory is. */
      readonly attr: RulesetAttr | null | 'unmapped'
      /** The size to pass, in bytes. */
      readonly size: number
      readonly flags?: number
      /** The value of the last byte of the attribute, to see who reads beyond what it knows. */
      readonly last_byte?: number
    }
  /** Observes the number that the kernel answers: the ABI, or the errata mask. */
  | { readonly kind: 'query'; readonly what: 'abi' | 'errata' }
  | {
      readonly kind: 'add_rule'
      readonly ruleset: RulesetRef
      readonly type: 'net_port' | 'path_beneath' | 'socket' | 'socket_v4' | number
      /** null passes a NULL pointer, `unmapped` one to where no memory is. */
      readonly attr: RuleAttr | null | 'unmapped'
      readonly flags?: number
    }
  | { readonly kind: 'restrict_self'; readonly ruleset: RulesetRef; readonly flags?: number }
  /** Has a seccomp filter answer a call with an errno, by the native system call of this thread. */
  | { readonly kind: 'seccomp'; readonly call: FilteredCall; readonly errno: Errno }
  | { readonly kind: 'no_new_privs' }
  /** Gives up every capability for good, but for those to keep. */
  | { readonly kind: 'drop_caps'; readonly keep?: readonly Capability[] }
  | { readonly kind: 'fork'; readonly child: Actor }
  /** A witness that network rights leave files alone. */
  | {
      readonly kind: 'open'
      readonly path: '/dev/null' | '/proc/self/status'
      readonly access: 'O_RDONLY' | 'O_WRONLY'
    }
  /** A witness that network rights leave signals alone: signal 0 to the process of another actor. */
  | { readonly kind: 'kill'; readonly target: Actor }
  /** Two threads act at once, again and again; observes how many tries went by before one gave what must not be. */
  | { readonly kind: 'race'; readonly pair: Race; readonly tries: number }
  /** A namespace of one's own; in a new network the loopback device is up. */
  | { readonly kind: 'unshare'; readonly what: Namespace }
  /** Enters the namespace of another actor, by a descriptor of its process. */
  | { readonly kind: 'setns'; readonly what: Namespace; readonly of: Actor }
  /** Sends a descriptor to the program's own mailbox by SCM_RIGHTS; its sender keeps it. */
  | { readonly kind: 'send_fd'; readonly socket: Slot }
  /** Takes the oldest descriptor out of the mailbox; an empty one answers EAGAIN, a message that lost its descriptor `=dropped`. */
  | { readonly kind: 'receive_fd'; readonly as: Slot }
  /** pidfd_getfd(2) of the descriptor that another actor has in a slot. */
  | { readonly kind: 'take_fd'; readonly from: Actor; readonly socket: Slot; readonly as: Slot }
  /** pidfd_getfd(2) of a descriptor of another actor that is no socket; what it gives is closed again. */
  | { readonly kind: 'take_file'; readonly from: Actor }
  /** Observes what Landlock logged since the last time, or since the program began; specs/records.ts tells how it is written. */
  | { readonly kind: 'read_audit' }
)

export type OpKind = Op['kind']

/** The op of one kind. */
export type OpOf<K extends OpKind> = Extract<Op, { readonly kind: K }>

/** Actions in one total order, whoever does them. Plain JSON; its id is the hash of its content. */
export type Program = { readonly ops: readonly Op[] }

/** Whether threads of a program act at once. */
export const isRace = ({ ops }: Program): boolean => ops.some(({ kind }) => kind === 'race')

/** The route of an op, or undefined if it is a plain system call. */
export const routeOf = (op: Op): Route | undefined => ('route' in op ? op.route : undefined)

/** Whether a ring of io_uring makes the call. */
export const isRing = (route: Route): boolean => route.startsWith('io_uring') || earlyRings.includes(route)

const earlyRings: readonly Route[] = ['early_io_uring', 'early_sqpoll', 'early_personality']
