import fc from 'fast-check'
import { by, program, sandbox } from '../arbitrary/ops.js'
import type { Spec } from '../spec.js'
import { stepsOf } from '../trace.js'
import { scopes } from '../uapi/landlock.js'
import { withOutcome } from '../wrong.js'

/** A domain with the signal scope reaches processes in it and below it, and no other: EPERM. */
export const aSignalScopeKeepsSignalsIn: Spec = {
  name: 'a-signal-scope-keeps-signals-in',
  applies: ({ abi }) => abi >= scopes.signal.abi,
  programs: target =>
    fc
      .record({ before: fc.boolean(), nested: fc.boolean(), back: fc.boolean() })
      .map(({ before, nested, back }) =>
        program(
          before ? [{ kind: 'fork', child: 1 } as const] : [],
          sandbox(target, 0, { scoped: ['signal'] }),
          before ? [] : [{ kind: 'fork', child: 1 } as const],
          nested ? by(1, sandbox(target, 1, { scoped: ['abstract_unix_socket'] })) : [],
          back ? { kind: 'kill', actor: 1, target: 0 } : { kind: 'kill', target: 1 },
          { kind: 'kill', target: 0 },
        ),
      ),
  holds(trace) {
    const [other, self] = stepsOf(trace, 'kill')
    const isOutside = trace[0]?.op.kind === 'fork' && other?.op.actor !== 1
    return other?.outcome === (isOutside ? 'EPERM' : 'OK') && self?.outcome === 'OK'
  },
  refutedBy: withOutcome('OK', op => op.kind === 'kill'),
}
