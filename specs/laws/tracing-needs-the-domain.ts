import fc from 'fast-check'
import { by, layer, program } from '../arbitrary/ops.js'
import type { Actor, Op, Program } from '../program.js'
import type { Spec } from '../spec.js'
import type { Target } from '../target.js'
import { withOutcome } from '../wrong.js'

/** How one process looks into another one. */
const attempts: readonly ((of: Actor) => Op)[] = [
  of => ({ kind: 'ptrace', of, request: 'PTRACE_ATTACH' }),
  of => ({ kind: 'ptrace', of, request: 'PTRACE_SEIZE' }),
  of => ({ kind: 'open_proc', of, what: 'fd' }),
  of => ({ kind: 'open_proc', of, what: 'ns' }),
]

/** Processes in a domain, of which some make one of their own; the second is a child of the first, and the third one of the second. */
const everyAttempt = (target: Target): readonly Program[] =>
  [0, 1].flatMap(common =>
    [0, 1, 2, 3, 4, 5, 6, 7].flatMap(own =>
      [0, 1].flatMap(tracer =>
        [0, 1, 2].map(traced =>
          program(
            common === 1 ? layer(target, 3, ['bind_tcp']) : [],
            { kind: 'fork', child: 1 },
            by(1, { kind: 'fork', child: 2 }),
            [0, 1, 2].flatMap(actor =>
              by(actor, ((own >> actor) & 1) === 1 ? layer(target, actor, ['bind_tcp']) : []),
            ),
            by(
              tracer,
              attempts.map(attempt => attempt(traced)),
            ),
            by(traced, { kind: 'traceme' }),
          ),
        ),
      ),
    ),
  )

const parents: readonly (Actor | undefined)[] = [undefined, 0, 1]

/**
 * Who has a domain of its own traces nobody outside of it, and opens nothing in /proc that leads into a process there: EPERM and EACCES. It may be traced by
 * its parent, which may not be asked for what it may not do.
 */
export const tracingNeedsTheDomain: Spec = {
  name: 'tracing-needs-the-domain',
  programs: target => fc.constantFrom(...everyAttempt(target)),
  every: everyAttempt,
  holds(trace) {
    const forked = trace.findIndex(({ op }) => op.kind === 'fork' && op.actor === 1)
    const hasOwn = (actor: Actor | undefined): boolean =>
      trace.slice(forked).some(({ op }) => op.kind === 'restrict_self' && (op.actor ?? 0) === actor)
    return trace.every(({ op, outcome }) => {
      const isItself = 'of' in op && op.of === op.actor
      if (isItself) return outcome === (op.kind === 'ptrace' ? 'EPERM' : 'OK')
      if (op.kind === 'ptrace') return outcome === (hasOwn(op.actor) ? 'EPERM' : 'OK')
      if (op.kind === 'open_proc') return outcome === (hasOwn(op.actor) ? 'EACCES' : 'OK')
      return op.kind !== 'traceme' || outcome === (hasOwn(parents[op.actor ?? 0]) ? 'EPERM' : 'OK')
    })
  },
  refutedBy: withOutcome('OK', op => op.kind === 'traceme'),
}
