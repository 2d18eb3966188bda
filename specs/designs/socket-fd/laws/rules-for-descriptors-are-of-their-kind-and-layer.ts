import { type EndingCase, ending } from '../../../arbitrary/ends.js'
import { at, bind, create, enforce, tcp, udp } from '../../../arbitrary/ops.js'
import type { Op } from '../../../program.js'
import type { Spec } from '../../../spec.js'
import type { Target } from '../../../target.js'
import { having, kinds, type NamedKind, ruleFor, socketLayer } from '../../ops.js'
import { forgetting } from '../../wrong.js'

/** Kinds whose numbers are near those of a TCP socket, or of a UDP one. */
const nearTcp: readonly NamedKind[] = [
  { domain: 'AF_INET', type: 'SOCK_SEQPACKET', protocol: 0 },
  { domain: 'AF_UNIX', type: 'SOCK_STREAM', protocol: 0 },
]
const nearUdp: readonly NamedKind[] = [
  { domain: 'AF_UNIX', type: 4, protocol: 0 },
  { domain: 'AF_UNIX', type: 'SOCK_DGRAM', protocol: 0 },
]

const casesOf = (target: Target): readonly EndingCase[] => {
  const rules = (...allowed: readonly Op[]): readonly Op[] => [
    create(target, 0, { handled_access_socket: ['use', 'receive'] }),
    ...allowed,
    enforce(0),
  ]
  const layer = (slot: number): readonly Op[] => socketLayer(target, slot, ['use'], [kinds.tcp])
  const use = ruleFor(0, ['use'], kinds.tcp)
  const receive = ruleFor(0, ['receive'], kinds.tcp)
  return [
    { ops: [tcp(0), rules(use, receive), bind(0, at('a'))], ends: 'OK' },
    { ops: [tcp(0), rules(receive, use), bind(0, at('a'))], ends: 'OK' },
    { ops: [tcp(0), rules(receive), bind(0, at('a'))], ends: 'EACCES' },
    { ops: [tcp(0), layer(0), layer(1), bind(0, at('a'))], ends: 'OK' },
    { ops: [tcp(0), layer(0), layer(1), layer(2), bind(0, at('a'))], ends: 'OK' },
    { ops: [tcp(0), socketLayer(target, 0, ['use'], nearTcp), bind(0, at('a'))], ends: 'EACCES' },
    { ops: [udp(0), socketLayer(target, 0, ['use'], nearUdp), bind(0, at('a'))], ends: 'EACCES' },
  ]
}

/** Rules for one kind add up, each layer has its own, and none is about another kind. */
export const rulesForDescriptorsAreOfTheirKindAndLayer: Spec = {
  name: 'rules-for-descriptors-are-of-their-kind-and-layer',
  applies: having('socket-fd'),
  ...ending(casesOf),
  refutedBy: forgetting('use', 'bind'),
}
