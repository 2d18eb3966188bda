import { create, enforce } from '../arbitrary/ops.js'
import { namesOf } from '../names-of.js'
import type { Mask, Op, Slot } from '../program.js'
import { socketKey } from '../socket-key.js'
import type { DesignName, Target } from '../target.js'
import {
  type Family,
  families,
  type Protocol,
  protocols,
  type SocketType,
  socketTypes,
} from '../uapi/socket.js'
import { hasChosen } from './choices.js'
import type { Choices } from './decisions.js'
import { type SocketRight, socketRights } from './uapi.js'

/** A kind of socket by what socket(2) is told. */
export type NamedKind = {
  readonly domain: Family | number
  readonly type: SocketType | number
  readonly protocol: Protocol | number
}

/** Sockets of the usual kinds. */
export const kinds = {
  tcp: { domain: 'AF_INET', type: 'SOCK_STREAM', protocol: 'IPPROTO_IP' },
  tcp6: { domain: 'AF_INET6', type: 'SOCK_STREAM', protocol: 'IPPROTO_IP' },
  udp: { domain: 'AF_INET', type: 'SOCK_DGRAM', protocol: 'IPPROTO_IP' },
  udp6: { domain: 'AF_INET6', type: 'SOCK_DGRAM', protocol: 'IPPROTO_IP' },
  mptcp: { domain: 'AF_INET', type: 'SOCK_STREAM', protocol: 'IPPROTO_MPTCP' },
  sctp: { domain: 'AF_INET', type: 'SOCK_STREAM', protocol: 'IPPROTO_SCTP' },
  unix: { domain: 'AF_UNIX', type: 'SOCK_STREAM', protocol: 'IPPROTO_IP' },
  inbox: { domain: 'AF_UNIX', type: 'SOCK_DGRAM', protocol: 'IPPROTO_IP' },
  seqpacket: { domain: 'AF_UNIX', type: 'SOCK_SEQPACKET', protocol: 'IPPROTO_IP' },
  netlink: { domain: 'AF_NETLINK', type: 'SOCK_RAW', protocol: 'IPPROTO_IP' },
  packet: { domain: 'AF_PACKET', type: 'SOCK_DGRAM', protocol: 'IPPROTO_IP' },
  vsock: { domain: 'AF_VSOCK', type: 'SOCK_STREAM', protocol: 'IPPROTO_IP' },
} as const satisfies Readonly<Record<string, NamedKind>>

/** Whether a law speaks about a target: one that has a design. */
export const having =
  (...designs: readonly DesignName[]) =>
  (target: Target): boolean =>
    designs.every(design => target.designs.includes(design))

/** Whether a law speaks about a target: one of the form by protocol, with these choices. */
export const choosing =
  (choices: Choices) =>
  (target: Target): boolean =>
    target.designs.includes('socket-create-v4') && hasChosen(target, choices)

/** Whether a target has a right of sockets. */
export const knows = ({ designs }: Target, right: SocketRight): boolean =>
  socketRights[right].designs.some(design => designs.includes(design))

/** The rights of sockets that a target has. */
export const socketRightsOf = (target: Target): readonly SocketRight[] =>
  namesOf(socketRights).filter(right => knows(target, right))

/** Whether a target can open a kind, with all capabilities. */
export const opens = (target: Target, kind: NamedKind): boolean =>
  target.sockets[socketKey(kind)]?.root === 'OK'

export const open = (as: Slot, kind: NamedKind): Op => ({ kind: 'socket', as, ...kind })

export const pair = ({ domain, type, protocol }: NamedKind): Op => ({
  kind: 'socketpair',
  domain,
  type,
  protocol,
})

/** A rule by domain and type. */
export const ruleFor = (ruleset: Slot, allow: Mask, { domain, type }: Omit<NamedKind, 'protocol'>): Op => ({
  kind: 'add_rule',
  ruleset,
  type: 'socket',
  attr: { allowed_access: allow, domain, type },
})

/** A rule by family, type and protocol; -1 is any. */
export const v4RuleFor = (
  ruleset: Slot,
  { domain, type, protocol }: NamedKind,
  allow: Mask = ['create'],
): Op => ({
  kind: 'add_rule',
  ruleset,
  type: 'socket_v4',
  attr: { allowed_access: allow, family: domain, type, protocol },
})

/** A ruleset for sockets made, filled and enforced; each rule allows all that is handled. */
export const socketLayer = (
  target: Target,
  slot: Slot,
  handled: readonly SocketRight[],
  allowed: readonly Omit<NamedKind, 'protocol'>[] = [],
): readonly Op[] => [
  create(target, slot, { handled_access_socket: handled }),
  ...allowed.map(kind => ruleFor(slot, handled, kind)),
  enforce(slot),
]

/** The same for rules by protocol. */
export const v4Layer = (target: Target, slot: Slot, allowed: readonly NamedKind[] = []): readonly Op[] => [
  create(target, slot, { handled_access_socket: ['create'] }),
  ...allowed.map(kind => v4RuleFor(slot, kind)),
  enforce(slot),
]

/** Rules for all of a family: for any type and protocol, or type by type where there is no rule for any. */
export const allOf = (target: Target, domain: NamedKind['domain']): readonly NamedKind[] =>
  hasChosen(target, { any_type: 'yes' })
    ? [{ domain, type: -1, protocol: -1 }]
    : Object.values(socketTypes).map(type => ({ domain, type, protocol: -1 }))

/** A layer against which creation is judged by whichever form the target has. */
export const creationLayer = (
  target: Target,
  slot: Slot,
  allowed: readonly NamedKind[] = [],
): readonly Op[] =>
  target.designs.includes('socket-create')
    ? socketLayer(target, slot, ['create'], allowed)
    : v4Layer(target, slot, allowed)

/** The name of a number, if it has one. */
const named = <T extends string>(table: Readonly<Record<T, number>>, value: number): T | number =>
  namesOf(table).find(name => table[name] === value) ?? value

/** Every kind that a target was asked for, those that it does not support among them. */
export const everyKind = ({ sockets }: Target): readonly NamedKind[] =>
  Object.keys(sockets).map(key => {
    const [domain = 0, type = 0, protocol = 0] = key.split(':').map(Number)
    return {
      domain: named(families, domain),
      type: named(socketTypes, type),
      protocol: named(protocols, protocol),
    }
  })

/** Whether two kinds are one to a rule by domain and type. */
export const isSameKind = (one: Omit<NamedKind, 'protocol'>, other: Omit<NamedKind, 'protocol'>): boolean =>
  one.domain === other.domain && one.type === other.type
