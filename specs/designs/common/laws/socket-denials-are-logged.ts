import { logs, readAudit } from '../../../arbitrary/audit.js'
import { type EndingCase, ending } from '../../../arbitrary/ends.js'
import { unshare } from '../../../arbitrary/namespaces.js'
import { at, bind, listen, tcp } from '../../../arbitrary/ops.js'
import { receiveFd, sendFd } from '../../../arbitrary/passing.js'
import type { Op } from '../../../program.js'
import type { Spec } from '../../../spec.js'
import type { Target } from '../../../target.js'
import { creationLayer, kinds, knows, type NamedKind, open, pair, socketLayer } from '../../ops.js'
import type { SocketRight } from '../../uapi.js'

/** One that nobody may open in a new network, which is asked later. */
const ping: NamedKind = { domain: 'AF_INET', type: 'SOCK_DGRAM', protocol: 'IPPROTO_ICMP' }

/** The calls that a right denies, with what the record tells of the socket. */
const logged: readonly (readonly [SocketRight, readonly Op[], readonly Op[], string])[] = [
  ['create', [], [open(0, kinds.tcp)], 'family=2,sock_type=1,protocol=0'],
  ['create', [], [open(0, kinds.mptcp)], 'family=2,sock_type=1,protocol=262'],
  ['create', [], [open(0, { ...kinds.netlink, protocol: -7 })], 'family=16,sock_type=3,protocol=-7'],
  ['create', [], [open(0, { ...kinds.tcp, type: 'SOCK_PACKET' })], 'family=17,sock_type=10,protocol=0'],
  ['create', [], [open(0, { ...kinds.tcp6, type: 0o2000001 })], 'family=10,sock_type=1,protocol=0'],
  ['create', [], [pair(kinds.unix)], 'family=1,sock_type=1,protocol=0'],
  ['create', [unshare('net')], [open(0, ping)], 'family=2,sock_type=2,protocol=1'],
  ['protocol', [], [open(0, kinds.udp6)], 'family=10,sock_type=2'],
  ['protocol', [tcp(0)], [bind(0, at('a'))], 'family=2,sock_type=1'],
  ['protocol', [open(0, kinds.unix)], [listen(0)], 'family=1,sock_type=1'],
  ['use', [open(0, kinds.udp)], [{ kind: 'getsockname', socket: 0 }], 'family=2,sock_type=2'],
  ['use', [open(0, kinds.netlink)], [bind(0, at('a'))], 'family=16,sock_type=3'],
  ['send', [tcp(0)], [sendFd(0)], 'family=2,sock_type=1'],
  ['receive', [open(0, kinds.inbox), sendFd(0)], [receiveFd(1)], 'family=1,sock_type=2'],
]

const sandbox = (target: Target, right: SocketRight, allowed: readonly NamedKind[] = []): readonly Op[] =>
  right === 'create' ? creationLayer(target, 0, allowed) : socketLayer(target, 0, [right], allowed)

const casesOf = (target: Target): readonly EndingCase[] =>
  logged
    .filter(([right]) => knows(target, right))
    .map(([right, before, calls, about]) => ({
      ops: [before, sandbox(target, right, [kinds.vsock]), calls, readAudit],
      ends: `=deny(1,socket.${right},${about})+alloc(1,by=0)`,
    }))

/** Every denial of a right of sockets is logged once, with the family and the type, and of a creation the protocol as it was asked for. */
export const socketDenialsAreLogged: Spec = {
  name: 'socket-denials-are-logged',
  applies: target => logs(target) && target.designs.length > 0,
  ...ending(casesOf),
}
