import fc from 'fast-check'
import { by, program } from '../arbitrary/ops.js'
import { cameTo, scopesSignals, signal, signalRoutes, signalScope } from '../arbitrary/signals.js'
import type { OpOf, Program } from '../program.js'
import type { Spec } from '../spec.js'
import { isFixed, type Target } from '../target.js'
import { lastOf, stepsOf } from '../trace.js'
import { withTarget } from '../wrong.js'

const calls: readonly OpOf<'kill'>['via'][] = [undefined, 'tgkill', 'tgkill_early', 'pidfd_send_signal']

const isOfChild = (route: OpOf<'kill'>['route']): boolean => route !== undefined && !route.endsWith('thread')

/** A process in a scope, but for the thread that was there before, signals itself by each call and thread. */
const everyAttempt = (target: Target): readonly Program[] =>
  calls.flatMap(via =>
    signalRoutes.map(route =>
      program(
        signalScope(target),
        signal(0, { ...(via && { via }), ...(route && { route }) }),
        cameTo(0, via === 'tgkill_early' ? { route: 'early_thread' } : {}),
      ),
    ),
  )

/** The same by a further process, which is in the scope and no thread of the first one. */
const byAnother = (target: Target): Program =>
  program(
    signalScope(target),
    { kind: 'fork', child: 1 },
    by(1, signal(0, { via: 'tgkill_early' })),
    cameTo(0, { route: 'early_thread' }),
  )

/**
 * Threads of one process signal each other, whatever their domains are. Who is in the scope and no thread of that process, signals a thread of it only if that
 * is in the scope, too; before erratum 2 was fixed, that was so within the process.
 */
export const threadsOfAProcessSignalEachOther: Spec = {
  name: 'threads-of-a-process-signal-each-other',
  applies: scopesSignals,
  programs: target => fc.constantFrom(...everyAttempt(target), byAnother(target)),
  every: target => [...everyAttempt(target), byAnother(target)],
  holds(trace, target) {
    const [sent] = stepsOf(trace, 'kill')
    if (sent?.op.kind !== 'kill') return false
    const isOther = sent.op.actor === 1 || isOfChild(sent.op.route)
    const isJudged = isOther || (sent.op.route !== 'early_thread' && !isFixed(target, 2))
    const isOutside = isJudged && sent.op.via === 'tgkill_early'
    return (
      sent.outcome === (isOutside ? 'EPERM' : 'OK') &&
      lastOf(trace, 'sigtimedwait') === (isOutside ? 'EAGAIN' : 'OK')
    )
  },
  refutedBy: withTarget(target => ({ ...target, errata: (target.errata ?? 0) ^ 2 })),
}
