import { ending } from '../arbitrary/ends.js'
import { setns, unshare } from '../arbitrary/namespaces.js'
import { by, layer, rightsOf } from '../arbitrary/ops.js'
import { takeFd } from '../arbitrary/passing.js'
import type { Capability, Op } from '../program.js'
import type { Spec } from '../spec.js'

const keep = (...keep: readonly Capability[]): Op => ({ kind: 'drop_caps', keep })
const fork: Op = { kind: 'fork', child: 1 }

/**
 * A network is made and entered with CAP_SYS_ADMIN, over it and in one's own user namespace. Who made a user namespace has
 * all capabilities over it and over those in it; who is in it has none outside.
 */
export const enteringANetworkNeedsTheCapability: Spec = {
  name: 'entering-a-network-needs-the-capability',
  ...ending(target =>
    [[], layer(target, 0, rightsOf(target))].flatMap(sandbox => [
      { ops: [sandbox, keep('CAP_NET_ADMIN', 'CAP_SYS_PTRACE'), unshare('net')], ends: 'EPERM' as const },
      { ops: [sandbox, keep('CAP_NET_ADMIN', 'CAP_SYS_ADMIN'), unshare('net')], ends: 'OK' as const },
      { ops: [sandbox, keep(), unshare('user'), unshare('net')], ends: 'OK' as const },
      { ops: [sandbox, fork, keep('CAP_SYS_PTRACE'), setns('net', 1)], ends: 'EPERM' as const },
      { ops: [sandbox, fork, keep('CAP_SYS_ADMIN', 'CAP_SYS_PTRACE'), setns('net', 1)], ends: 'OK' as const },
      { ops: [sandbox, fork, keep('CAP_SYS_ADMIN'), setns('net', 1)], ends: 'EPERM' as const },
      { ops: [sandbox, unshare('user'), fork, setns('net', 1)], ends: 'EPERM' as const },
      { ops: [sandbox, fork, by(1, unshare('user'), unshare('net')), setns('net', 1)], ends: 'OK' as const },
      {
        ops: [sandbox, fork, by(1, unshare('user'), unshare('net')), keep(), setns('net', 1)],
        ends: 'EPERM' as const,
      },
      {
        ops: [sandbox, fork, by(1, unshare('user')), keep(), setns('user', 1)],
        ends: 'OK' as const,
      },
      { ops: [sandbox, unshare('user'), unshare('user')], ends: 'EPERM' as const },
      { ops: [sandbox, fork, unshare('user'), setns('user', 1)], ends: 'EPERM' as const },
      {
        ops: [sandbox, fork, by(1, unshare('user')), unshare('user'), setns('user', 1)],
        ends: 'EPERM' as const,
      },
      { ops: [sandbox, fork, by(1, keep()), unshare('user'), takeFd(1, 0, 1)], ends: 'EPERM' as const },
    ]),
  ),
}
