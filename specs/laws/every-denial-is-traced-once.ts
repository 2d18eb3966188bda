import { areCounted, attempts, readEvents } from '../arbitrary/audit.js'
import { eventsOf } from '../events.js'
import type { Spec } from '../spec.js'
import { withOutcome } from '../wrong.js'

/** Each denial is one trace event, in whichever process it is, and what is allowed is none. */
export const everyDenialIsTracedOnce: Spec = {
  name: 'every-denial-is-traced-once',
  programs: target => attempts(target, readEvents),
  holds: trace =>
    areCounted(
      trace,
      readEvents,
      outcome => eventsOf(outcome).filter(({ name }) => name === 'deny_access_net').length,
    ),
  refutedBy: withOutcome('=none', op => op.kind === 'read_events'),
}
