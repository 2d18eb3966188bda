import { create } from '../arbitrary/ops.js'
import { kinds, type NamedKind, open, v4RuleFor } from '../designs/ops.js'
import { sandboxIn } from '../designs/story.js'
import { socketRuleTypes } from '../designs/uapi.js'
import type { Op } from '../program.js'
import type { Target } from '../target.js'
import type { ContrastPolicy } from './policies.js'

/** A kind with what it is called. */
type AskedKind = { readonly says: string; readonly named: NamedKind }

const raw: NamedKind = { ...kinds.packet, type: 'SOCK_RAW' }

const numbered = (says: string, named: NamedKind, protocol: NamedKind['protocol']): AskedKind => ({
  says: `${says} asked for by protocol ${protocol}`,
  named: { ...named, protocol },
})

/** Kinds on whose numbers something hangs; within a group a rule for one may be about another. */
const groups: readonly (readonly AskedKind[])[] = [
  [
    { says: 'a TCP socket', named: kinds.tcp },
    numbered('a TCP socket', kinds.tcp, 'IPPROTO_TCP'),
    numbered('a stream', kinds.tcp, -1),
  ],
  [{ says: 'a UDP socket', named: kinds.udp }, numbered('a UDP socket', kinds.udp, 'IPPROTO_UDP')],
  [
    { says: 'a UNIX stream', named: kinds.unix },
    numbered('a UNIX stream', kinds.unix, 1),
    { says: 'a UNIX datagram socket', named: kinds.inbox },
    { says: 'a raw UNIX socket', named: { ...kinds.inbox, type: 'SOCK_RAW' } },
  ],
  [
    { says: 'a packet socket', named: raw },
    numbered('a packet socket', raw, 768),
    numbered('a packet socket', raw, 0x10300),
  ],
  [
    { says: 'a socket of (AF_INET, SOCK_PACKET)', named: { ...kinds.tcp, type: 'SOCK_PACKET' } },
    { says: 'a socket of (AF_PACKET, SOCK_PACKET)', named: { ...raw, type: 'SOCK_PACKET' } },
  ],
]

const permits = ({ says, named }: AskedKind): ContrastPolicy => ({
  says: `permits ${says}`,
  sandbox: target => sandboxIn(target, target.designs, { kinds: [named] }),
})

const anyOf = (one: AskedKind): AskedKind => ({
  says: `${one.says.replace(/ asked for by.*/, '')} by any protocol`,
  named: { ...one.named, protocol: -1 },
})

/** Every sandbox with one rule of a group, and every socket of that group inside of it. */
export const chosenPairs: readonly { readonly policy: ContrastPolicy; readonly asked: AskedKind }[] =
  groups.flatMap(group => {
    const [first, ...others] = group
    const rules = first === undefined ? [] : [first, ...others, anyOf(first)]
    return rules.flatMap(rule => group.map(asked => ({ policy: permits(rule), asked })))
  })

/** Rules at the bounds of what one can have, and beyond, each as a program. */
export const boundRules = (target: Target): readonly (readonly Op[])[] => [
  ...[socketRuleTypes.socket, socketRuleTypes.socket_v4].map(({ value }) => [
    create(target, 0, { handled_access_socket: ['create'] }),
    { ...v4RuleFor(0, kinds.tcp), type: value } as const,
  ]),
  ...[
    { ...kinds.tcp, type: -1 },
    { ...kinds.tcp, domain: 46 },
    { ...kinds.tcp, domain: 254 },
    { ...kinds.tcp, domain: 255 },
    { ...kinds.tcp, type: 11 },
    { ...kinds.tcp, type: 254 },
    { ...kinds.tcp, protocol: 65_534 },
    { ...kinds.tcp, protocol: 65_535 },
  ].map(kind => [create(target, 0, { handled_access_socket: ['create'] }), v4RuleFor(0, kind)]),
]

/** The socket of such a program. */
export const openAsked = ({ named }: AskedKind): readonly Op[] => [open(0, named)]
