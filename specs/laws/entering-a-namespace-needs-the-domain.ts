import fc from 'fast-check'
import { setns, unshare } from '../arbitrary/namespaces.js'
import { by, layer, program } from '../arbitrary/ops.js'
import type { Namespace, Program } from '../program.js'
import type { Spec } from '../spec.js'
import type { Target } from '../target.js'
import { lastOf } from '../trace.js'
import { withOutcome } from '../wrong.js'

type NamespaceEntry = {
  readonly what: Namespace
  readonly common: number
  readonly own: number
  readonly others: number
  readonly goesAway: boolean
}

const layers = (target: Target, count: number, first: number) =>
  Array.from({ length: count }, (_, index) => layer(target, first + index, ['bind_tcp'])).flat()

const attempt = (target: Target, { what, common, own, others, goesAway }: NamespaceEntry): Program =>
  program(
    layers(target, common, 0),
    { kind: 'fork', child: 1 },
    by(1, layers(target, others, 1), goesAway ? unshare(what) : []),
    layers(target, own, 2),
    setns(what, 1),
  )

const everyAttempt = (target: Target): readonly Program[] =>
  (['user', 'net'] as const).flatMap(what =>
    [0, 1].flatMap(common =>
      [0, 1].flatMap(own =>
        [0, 1].flatMap(others =>
          [true, false].map(goesAway => attempt(target, { what, common, own, others, goesAway })),
        ),
      ),
    ),
  )

/** A process enters the namespaces of processes in its own domain and in those nested in it, and of no other: EPERM. */
export const enteringANamespaceNeedsTheDomain: Spec = {
  name: 'entering-a-namespace-needs-the-domain',
  programs: target => fc.constantFrom(...everyAttempt(target)),
  always: everyAttempt,
  holds(trace) {
    const fork = trace.findIndex(({ op }) => op.kind === 'fork')
    const isApart = trace.slice(fork).some(({ op }) => op.kind === 'restrict_self' && (op.actor ?? 0) === 0)
    const last = trace.at(-1)?.op
    const isSame = last?.kind === 'setns' && last.what === 'user' && lastOf(trace, 'unshare') === undefined
    return lastOf(trace, 'setns') === (isApart ? 'EPERM' : isSame ? 'EINVAL' : 'OK')
  },
  refutedBy: withOutcome('OK', op => op.kind === 'setns'),
}
