import fc from 'fast-check'
import { create, enforce, program } from '../arbitrary/ops.js'
import type { Capability } from '../program.js'
import type { Spec } from '../spec.js'
import { lastOf } from '../trace.js'
import { withOp } from '../wrong.js'

/** Of all capabilities it is CAP_SYS_ADMIN that enforcing needs, in the user namespace of the process. */
export const onlyOneCapabilityEnforces: Spec = {
  name: 'only-one-capability-enforces',
  programs: target =>
    fc
      .subarray<Capability>(['CAP_SYS_ADMIN', 'CAP_NET_BIND_SERVICE', 'CAP_NET_RAW'])
      .map(keep =>
        program(
          create(target, 0, { handled_access_net: ['bind_tcp'] }),
          { kind: 'drop_caps', keep },
          enforce(0),
        ),
      ),
  holds(trace) {
    const isKept = trace.some(({ op }) => op.kind === 'drop_caps' && op.keep?.includes('CAP_SYS_ADMIN'))
    return lastOf(trace, 'restrict_self') === (isKept ? 'OK' : 'EPERM')
  },
  refutedBy: withOp(op => (op.kind === 'drop_caps' ? { kind: 'drop_caps' } : op)),
}
