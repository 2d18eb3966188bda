import { areCounted, attempts, logs, readAudit } from '../arbitrary/audit.js'
import { logOf, recordsOf } from '../records.js'
import type { Spec } from '../spec.js'
import type { Trace } from '../trace.js'
import { withOutcome } from '../wrong.js'

const isCounted = (trace: Trace): boolean =>
  areCounted(trace, readAudit, outcome => recordsOf(outcome).filter(({ kind }) => kind === 'deny').length)

/** Each denial gives one record, in whichever process it is, and each domain one more, the first time. */
export const everyDenialIsLoggedOnce: Spec = {
  name: 'every-denial-is-logged-once',
  applies: logs,
  programs: target => attempts(target, readAudit),
  holds(trace) {
    const made = logOf(trace).flatMap(({ kind, domain }) => (kind === 'alloc' ? [domain] : []))
    const denied = logOf(trace).flatMap(({ kind, domain }) => (kind === 'deny' ? [domain] : []))
    const isKnown = denied.every(domain => made.includes(domain)) && made.length === new Set(denied).size
    return isCounted(trace) && isKnown
  },
  refutedBy: withOutcome('=none', op => op.kind === 'read_audit'),
}
