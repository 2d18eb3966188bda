import type { rulesetAttr } from '../uapi/landlock.js'
import type { Family, Protocol, SocketType } from '../uapi/socket.js'

/** A process of a program: 0 is the one that starts, further ones are made by `fork`. */
export type Actor = number

/** A descriptor by name: sockets and rulesets are numbered apart, and a slot that nothing was put into is fd -1. */
export type Slot = number

/** The letters of the ports that no other program of the run uses. */
export const letters = ['a', 'b', 'c', 'd'] as const

/**
 * A 16-bit port in host order, or 64 bits in a rule. A letter is a port that no other program of the run uses,
 * above 1023 and outside the ephemeral range; `of:2` is the port that socket 2 was given by the kernel.
 */
export type Port = number | (typeof letters)[number] | `of:${Slot}`

/** The host part of an address; with a colon it is laid out as a sockaddr_in6, else as a sockaddr_in. */
export const hosts = [
  '0.0.0.0',
  '127.0.0.1',
  '::',
  '::1',
  '::ffff:127.0.0.1',
  '127.0.0.2',
  '::ffff:127.0.0.2',
] as const
export type Host = (typeof hosts)[number]

/** An IP address as it is passed: `family` is what stands in sa_family, whatever the layout of the rest is. */
export type InetAddress = {
  readonly family: Family
  readonly host: Host
  readonly port: Port
  /** The addrlen to pass, in bytes; without it the size of the layout (16 or 28). */
  readonly length?: number
}

/**
 * A UNIX address: `@name` is abstract, `/name` a path in a directory of the program's own, where `/in` is another directory, and an empty name
 * no name at all (only the family is passed). The executor keeps the names of one program out of the next.
 */
export type UnixAddress = { readonly family: 'AF_UNIX'; readonly name: `@${string}` | OwnPath | '' }

/** A vsock address: a context, such as this machine itself (VMADDR_CID_LOCAL), and a port of 32 bits there. */
export type VsockAddress = { readonly family: 'AF_VSOCK'; readonly cid: number; readonly port: Port }

/** The devices of a packet address: all of them, and the loopback device. */
export const devices = ['all', 'lo'] as const

/** A packet address: a protocol of Ethernet, and the device that it is for. */
export type PacketAddress = {
  readonly family: 'AF_PACKET'
  readonly protocol: number
  readonly device: (typeof devices)[number]
}

/** A hash by its name, as AF_ALG takes one. */
export type AlgAddress = { readonly family: 'AF_ALG'; readonly hash: string }

export type Address = InetAddress | UnixAddress | VsockAddress | PacketAddress | AlgAddress

/** A right by the name it has in landlock.h, without its prefix and in lower case; `bit_63` is a bit without a name. */
export type Right = string

/** A bit mask of rights. */
export type Mask = readonly Right[]

/** A field of landlock_ruleset_attr. */
export type AttrFieldName = keyof typeof rulesetAttr

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

/** A pointer to no attribute: NULL, or `unmapped`, one to where no memory is. */
export type NoAttr = null | 'unmapped'

/** A number that is no descriptor, and not -1 either, which restrict_self(2) takes for none at all. */
export const noDescriptor = -2

/** As a size, the largest that there is: SIZE_MAX of C, by the number that is cast to it. */
export const sizeMax = -1

/** A ruleset descriptor: a slot, no descriptor at all (fd -1), a number that is none, or a descriptor of something else (/dev/null). */
export type RulesetRef = Slot | 'none' | typeof noDescriptor | 'foreign'

/** struct landlock_net_port_attr. */
export type NetPortAttr = { readonly allowed_access: Mask; readonly port: Port }

/** What a rule is for, beside a path: the program's own directory, no descriptor at all, or that of the ruleset. */
export const parents = ['directory', 'none', 'ruleset'] as const

/** A path in the program's own directory: of a socket there, of the directory `/in`, or of a socket in that. */
type OwnPath = `/${string}`

/** struct landlock_path_beneath_attr; a path that is not there gives no descriptor. */
export type PathBeneathAttr = {
  readonly allowed_access: Mask
  readonly parent: (typeof parents)[number] | OwnPath
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

/** The type of rule that an attribute is one of. */
export function typeOfAttr(attr: RuleAttr): 'net_port' | 'path_beneath' | 'socket' | 'socket_v4' {
  if ('port' in attr) return 'net_port'
  if ('parent' in attr) return 'path_beneath'
  return 'domain' in attr ? 'socket' : 'socket_v4'
}

/** A kind of socket by what socket(2) is told. */
export type SocketKind = {
  readonly domain: Family | number
  readonly type: SocketType | number
  readonly protocol: Protocol | number
}
