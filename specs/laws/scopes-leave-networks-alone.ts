import fc from 'fast-check'
import { anyPort, domain, right } from '../arbitrary/draw.js'
import { exercise, program, sandbox } from '../arbitrary/ops.js'
import type { Spec } from '../spec.js'
import { lastOf } from '../trace.js'
import { scopes } from '../uapi/landlock.js'
import { withOutcome } from '../wrong.js'

/** Scopes say nothing about IP sockets: what they may do, they may do in a scoped domain. */
export const scopesLeaveNetworksAlone: Spec = {
  name: 'scopes-leave-networks-alone',
  applies: ({ abi }) => abi >= scopes.signal.abi,
  programs: target =>
    fc
      .record({
        scoped: fc.subarray(['signal', 'abstract_unix_socket'], { minLength: 1 }),
        right: right(target),
        port: anyPort(),
        domain: domain(),
      })
      .map(({ scoped, right, port, domain }) =>
        program(sandbox(target, 0, { scoped }), exercise(right, 0, port, domain), {
          kind: 'open',
          path: '/dev/null',
          access: 'O_WRONLY',
        }),
      ),
  holds: trace =>
    lastOf(trace, 'open') === 'OK' &&
    !trace.some(({ outcome }) => outcome === 'EACCES' || outcome === 'EPERM'),
  refutedBy: withOutcome('EPERM', op => op.kind === 'bind'),
}
