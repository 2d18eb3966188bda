import { type EndingCase, ending } from '../../../arbitrary/ends.js'
import type { Spec } from '../../../spec.js'
import type { Target } from '../../../target.js'
import { withOutcome } from '../../../wrong.js'
import { hasChosen } from '../../choices.js'
import { creationLayer, knows, type NamedKind, open } from '../../ops.js'

const asked: NamedKind = { domain: 'AF_INET', type: 'SOCK_PACKET', protocol: 'IPPROTO_IP' }
const meant: NamedKind = { ...asked, domain: 'AF_PACKET' }

/** What was chosen for the rules by protocol; those by type are kept as they are. */
const isAlias = (target: Target): boolean =>
  !target.designs.includes('socket-create') && hasChosen(target, { packet_alias: 'yes' })

const casesOf = (target: Target): readonly EndingCase[] => [
  { ops: [creationLayer(target, 0, [asked]), open(0, asked)], ends: isAlias(target) ? 'OK' : 'EACCES' },
  { ops: [creationLayer(target, 0, [meant]), open(0, asked)], ends: 'OK' },
  { ops: [creationLayer(target, 0, [meant]), open(0, meant)], ends: 'OK' },
  { ops: [creationLayer(target, 0, [asked]), open(0, meant)], ends: isAlias(target) ? 'OK' : 'EACCES' },
  { ops: [creationLayer(target, 0, [{ ...asked, domain: 'AF_INET6' }]), open(0, meant)], ends: 'EACCES' },
  { ops: [creationLayer(target, 0, [{ ...asked, type: 'SOCK_RAW' }]), open(0, asked)], ends: 'EACCES' },
  { ops: [creationLayer(target, 0, [{ ...asked, type: 'SOCK_RAW' }]), open(0, meant)], ends: 'EACCES' },
]

/** (AF_INET, SOCK_PACKET) has become a socket of AF_PACKET by the time it is judged. */
export const sockPacketIsOfAfPacket: Spec = {
  name: 'sock-packet-is-of-af-packet',
  applies: target => knows(target, 'create') && target.sockets['17:10:0']?.root === 'OK',
  ...ending(casesOf),
  refutedBy: withOutcome('OK', op => op.kind === 'socket'),
}
