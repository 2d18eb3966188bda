import { attrSize, knownSize } from '../attr-size.js'
import {
  asOp,
  type Host,
  type InetAddress,
  type Mask,
  type Op,
  type OpOf,
  type PathBeneathAttr,
  type Port,
  type Program,
  type Route,
  type RulesetAttr,
  type Slot,
  type UnixAddress,
} from '../program.js'
import type { Act, Transport } from '../right.js'
import { rights } from '../rights.js'
import { namesIn, type Target } from '../target.js'
import { netRights } from '../uapi/landlock.js'

/** The two families of IP. */
export const domains = ['AF_INET', 'AF_INET6'] as const
export type Domain = (typeof domains)[number]

/** Ops, one list or many, as a program. */
export const program = (...ops: readonly (Op | readonly Op[])[]): Program => ({ ops: ops.flat() })

/** The same ops, done by another actor. */
export const by = (actor: number, ...ops: readonly (Op | readonly Op[])[]): readonly Op[] =>
  ops.flat().map(op => ({ ...op, actor }))

/** Ops that begin at the same time, each so many units of delay after the one before. */
export const atOnce = (delay: number, ...ops: readonly (Op | readonly Op[])[]): readonly Op[] =>
  ops.flat().map((op, place) => (place === 0 ? op : asOp({ ...op, at_once: delay })))

export const tcp = (as: Slot, domain: Domain = 'AF_INET'): Op => ({
  kind: 'socket',
  as,
  domain,
  type: 'SOCK_STREAM',
  protocol: 'IPPROTO_IP',
})

export const udp = (as: Slot, domain: Domain = 'AF_INET'): Op => ({
  kind: 'socket',
  as,
  domain,
  type: 'SOCK_DGRAM',
  protocol: 'IPPROTO_IP',
})

export const mptcp = (as: Slot, domain: Domain = 'AF_INET'): Op => ({
  kind: 'socket',
  as,
  domain,
  type: 'SOCK_STREAM',
  protocol: 'IPPROTO_MPTCP',
})

/** The loopback address of a family. */
export const loopback = (domain: Domain): Host => (domain === 'AF_INET' ? '127.0.0.1' : '::1')

/** The wildcard address of a family. */
export const wildcard = (domain: Domain): Host => (domain === 'AF_INET' ? '0.0.0.0' : '::')

/** An address of a family: its loopback, if no host is given. */
export const at = (port: Port, domain: Domain = 'AF_INET', host: Host = loopback(domain)): InetAddress => ({
  family: domain,
  host,
  port,
})

export const bind = (socket: Slot, address: InetAddress): OpOf<'bind'> => ({ kind: 'bind', socket, address })
export const connect = (socket: Slot, address: InetAddress): OpOf<'connect'> => ({
  kind: 'connect',
  socket,
  address,
})
export const send = (socket: Slot, address?: InetAddress): OpOf<'sendto'> =>
  address === undefined ? { kind: 'sendto', socket } : { kind: 'sendto', socket, address }
export const listen = (socket: Slot): Op => ({ kind: 'listen', socket })
export const accept = (socket: Slot, as: Slot): Op => ({ kind: 'accept', socket, as })
export const close = (socket: Slot): Op => ({ kind: 'close', socket })
export const recv = (socket: Slot): Op => ({ kind: 'recv', socket })
export const shut = (socket: Slot, how: OpOf<'shutdown'>['how']): Op => ({ kind: 'shutdown', socket, how })

/** The three types of UNIX sockets. */
export const unixTypes = ['SOCK_STREAM', 'SOCK_DGRAM', 'SOCK_SEQPACKET'] as const
type UnixType = (typeof unixTypes)[number]

export const unix = (as: Slot, type: UnixType = 'SOCK_STREAM'): Op => ({
  kind: 'socket',
  as,
  domain: 'AF_UNIX',
  type,
  protocol: 'IPPROTO_IP',
})

/** With 1 what a UDP socket sends waits, and with 0 it leaves. */
export const cork = (socket: Slot, value: 0 | 1): Op => ({
  kind: 'setsockopt',
  socket,
  option: 'UDP_CORK',
  value,
})

/** bind and connect of a UNIX socket by name. */
export const bindName = (socket: Slot, name: UnixAddress['name']): Op => ({
  kind: 'bind',
  socket,
  address: { family: 'AF_UNIX', name },
})
export const connectName = (socket: Slot, name: UnixAddress['name']): Op => ({
  kind: 'connect',
  socket,
  address: { family: 'AF_UNIX', name },
})
export const sendName = (socket: Slot, name: UnixAddress['name']): Op => ({
  kind: 'sendto',
  socket,
  address: { family: 'AF_UNIX', name },
})

/** A UNIX socket that may be reached by a name. */
export const unixServer = (slot: Slot, name: UnixAddress['name'], type: UnixType): readonly Op[] => [
  unix(slot, type),
  bindName(slot, name),
  ...(type === 'SOCK_DGRAM' ? [] : [listen(slot)]),
]

/** A ruleset of any fields made and enforced, without rules. */
export const sandbox = (target: Target, slot: Slot, attr: RulesetAttr): readonly Op[] => [
  create(target, slot, attr),
  enforce(slot),
]

/** A TCP socket that listens on a port: bound and listening. */
export const server = (slot: Slot, address: InetAddress, domain: Domain = 'AF_INET'): readonly Op[] => [
  tcp(slot, domain),
  bind(slot, address),
  listen(slot),
]

/** landlock_create_ruleset(2) as a program for this ABI would call it, or one for its designs if it uses them. */
export const create = (target: Target, as: Slot, attr: RulesetAttr): Op => ({
  kind: 'create_ruleset',
  as,
  attr,
  size: attr.handled_access_socket === undefined ? attrSize(target.abi) : knownSize(target),
})

/** One rule: which rights on which port. */
export type Grant = { readonly allow: Mask; readonly port: Port }

export const addRule = (ruleset: Slot, { allow, port }: Grant): Op => ({
  kind: 'add_rule',
  ruleset,
  type: 'net_port',
  attr: { allowed_access: allow, port },
})

/** A rule for what is beneath a path, or beneath the program's own directory. */
export const addPathRule = (
  ruleset: Slot,
  allow: Mask,
  parent: PathBeneathAttr['parent'] = 'directory',
): OpOf<'add_rule'> => ({
  kind: 'add_rule',
  ruleset,
  type: 'path_beneath',
  attr: { allowed_access: allow, parent },
})

export const enforce = (ruleset: Slot): Op => ({ kind: 'restrict_self', ruleset })

/** A ruleset made, filled and enforced. */
export const layer = (
  target: Target,
  slot: Slot,
  handled: Mask,
  grants: readonly Grant[] = [],
): readonly Op[] => [
  create(target, slot, { handled_access_net: handled }),
  ...grants.map(grant => addRule(slot, grant)),
  enforce(slot),
]

export type NetRightName = keyof typeof netRights

/** The calls of the right, the one by which it is tried first. */
const actsOf = (right: NetRightName): readonly Act[] => rights[right].acts

/** The network rights that the target has and that calls with an address are asked for: those which laws about all rights speak of. */
export const rightsOf = (target: Target): readonly NetRightName[] =>
  namesIn(target, netRights).filter(right => actsOf(right).length > 0)

/** The rights of TCP. */
export const tcpRights = ['bind_tcp', 'connect_tcp'] as const

/** How a socket is made for a right to judge it. */
const makes: Readonly<Partial<Record<Transport, typeof tcp>>> = { tcp, udp, mptcp }

const calls = { bind, connect, send } as const satisfies Readonly<Record<Act, unknown>>

/** A fresh socket on which a right is then exercised, so that only a denial is EACCES. */
export const exercise = (
  right: NetRightName,
  slot: Slot,
  port: Port,
  domain: Domain = 'AF_INET',
): readonly [Op, OpOf<'bind' | 'connect' | 'sendto'>] => {
  const make = makes[rights[right].transport]
  const [act] = actsOf(right)
  if (make === undefined || act === undefined) throw new Error(`nothing is known that asks for ${right}`)
  return [make(slot, domain), calls[act](slot, at(port, domain))]
}

/** Who makes a call: the process itself, or whoever makes it by a route. */
export type Caller = Route | undefined

/** An op that goes by another route, which whoever asks knows it may take. */
export const byRoute = (op: Op, route: Caller): Op => (route === undefined ? op : asOp({ ...op, route }))
