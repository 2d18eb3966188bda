import fc from 'fast-check'
import { logs, readAudit } from '../arbitrary/audit.js'
import { domain, freshPort } from '../arbitrary/draw.js'
import { exercise, layer, program } from '../arbitrary/ops.js'
import type { Spec } from '../spec.js'
import { lastOf } from '../trace.js'
import { withOutcome } from '../wrong.js'

/** Kernels before ABI 7 log no denial. */
export const nothingIsLoggedBeforeAbi7: Spec = {
  name: 'nothing-is-logged-before-abi-7',
  applies: target => !logs(target),
  programs: target =>
    fc
      .record({
        right: fc.constantFrom('bind_tcp' as const, 'connect_tcp' as const),
        port: freshPort(),
        domain: domain(),
      })
      .map(({ right, port, domain }) =>
        program(layer(target, 0, [right]), exercise(right, 0, port, domain), readAudit),
      ),
  holds: trace => lastOf(trace, 'bind', 'connect') === 'EACCES' && lastOf(trace, 'read_audit') === '=none',
  refutedBy: withOutcome('=deny(1,net.bind_tcp)', op => op.kind === 'read_audit'),
}
