import { logs, readAudit } from '../arbitrary/audit.js'
import { ending } from '../arbitrary/ends.js'
import { by, enforce, exercise, layer } from '../arbitrary/ops.js'
import type { Op } from '../program.js'
import type { Spec } from '../spec.js'
import type { Target } from '../target.js'

const fork = (child: number, actor = 0): Op => ({ kind: 'fork', child, actor })
const denied = (slot: number): readonly Op[] => exercise('bind_tcp', slot, 'a')
const deny = (target: Target, slot = 0): readonly Op[] => layer(target, slot, ['bind_tcp'])
const record = (domain: number): string => `deny(${domain},net.bind_tcp,saddr=127.0.0.1,src=a)`

/**
 * A child is in the domain of its parent until it makes one of its own; every enforcement makes another domain, also of
 * the same ruleset, and in another process.
 */
export const childrenLogForTheirDomain: Spec = {
  name: 'children-log-for-their-domain',
  applies: logs,
  ...ending(target => [
    {
      ops: [deny(target), fork(1), by(1, denied(0)), denied(0), readAudit],
      ends: `=${record(1)}+alloc(1,by=0)+${record(1)}`,
    },
    {
      ops: [fork(1), by(1, deny(target), denied(0)), denied(0), readAudit],
      ends: `=${record(1)}+alloc(1,by=1)`,
    },
    {
      ops: [deny(target), denied(0), enforce(0), denied(1), denied(2), readAudit],
      ends: `=${record(1)}+alloc(1,by=0)+${record(2)}+alloc(2,by=0)+${record(2)}`,
    },
    {
      ops: [
        [deny(target), fork(1), by(1, enforce(0), fork(2, 1)), by(2, denied(0))].flat(),
        [by(1, denied(0)), denied(0), by(1, readAudit)].flat(),
      ],
      ends: `=${record(1)}+alloc(1,by=1)+${record(1)}+${record(2)}+alloc(2,by=0)`,
    },
    {
      ops: [
        [deny(target), denied(0), readAudit, fork(1), fork(2)].flat(),
        [by(1, deny(target, 1), denied(0)), by(2, deny(target, 1), denied(0)), denied(1), readAudit].flat(),
      ],
      ends: `=${record(2)}+alloc(2,by=1)+${record(3)}+alloc(3,by=2)+${record(1)}`,
    },
  ]),
}
