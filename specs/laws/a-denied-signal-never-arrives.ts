import fc from 'fast-check'
import { program } from '../arbitrary/ops.js'
import { cameTo, scopesSignals, signal, signalRoutes, signalScope } from '../arbitrary/signals.js'
import { type OpOf, type Program, routeOf } from '../program.js'
import type { Spec } from '../spec.js'
import type { Target } from '../target.js'
import { lastOf, stepsOf } from '../trace.js'
import { withOutcome } from '../wrong.js'

const calls: readonly OpOf<'kill'>['via'][] = [undefined, 'tgkill', 'pidfd_send_signal']

/** Somebody in a scope, or nobody, sends by each call and route a signal to a process that was there before. */
const everyAttempt = (target: Target): readonly Program[] =>
  calls.flatMap(via =>
    signalRoutes.flatMap(route =>
      [true, false].map(isScoped =>
        program(
          { kind: 'fork', child: 1 },
          isScoped ? signalScope(target) : [],
          signal(1, { ...(via && { via }), ...(route && { route }) }),
          cameTo(1),
        ),
      ),
    ),
  )

/**
 * What a scope denies does not arrive, and what it lets through does, whichever call sends it and whoever does so for the process. Only a thread that
 * was there before is in no scope.
 */
export const aDeniedSignalNeverArrives: Spec = {
  name: 'a-denied-signal-never-arrives',
  applies: scopesSignals,
  programs: target => fc.constantFrom(...everyAttempt(target)),
  every: everyAttempt,
  holds(trace) {
    const [sent] = stepsOf(trace, 'kill')
    const isScoped = stepsOf(trace, 'restrict_self').length > 0
    const isDenied = isScoped && sent !== undefined && routeOf(sent.op) !== 'early_thread'
    return (
      sent?.outcome === (isDenied ? 'EPERM' : 'OK') &&
      lastOf(trace, 'sigtimedwait') === (isDenied ? 'EAGAIN' : 'OK')
    )
  },
  refutedBy: withOutcome('EPERM', op => op.kind === 'kill' && routeOf(op) === 'early_thread'),
}
