import fc from 'fast-check'
import { domain } from '../arbitrary/draw.js'
import { at, bind, layer, program, tcp } from '../arbitrary/ops.js'
import type { Spec } from '../spec.js'
import { stepsOf } from '../trace.js'
import { withOutcome } from '../wrong.js'

/** A denied bind leaves the socket as it was: without a port, and free to take an allowed one. */
export const aDenialChangesNothing: Spec = {
  name: 'a-denial-changes-nothing',
  programs: target =>
    fc.record({ domain: domain(), tries: fc.integer({ min: 1, max: 3 }) }).map(({ domain, tries }) =>
      program(
        layer(target, 0, ['bind_tcp'], [{ allow: ['bind_tcp'], port: 'b' }]),
        tcp(0, domain),
        Array.from({ length: tries }, () => bind(0, at('a', domain))),
        { kind: 'getsockname', socket: 0 },
        bind(0, at('b', domain)),
        { kind: 'getsockname', socket: 0 },
      ),
    ),
  holds: trace =>
    stepsOf(trace, 'getsockname')
      .map(({ outcome }) => outcome)
      .join() === '=0,=b' && trace.at(-2)?.outcome === 'OK',
  refutedBy: withOutcome(
    'EINVAL',
    op => op.kind === 'bind' && 'port' in op.address && op.address.port === 'b',
  ),
}
