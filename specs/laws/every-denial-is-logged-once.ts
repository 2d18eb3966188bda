import fc from 'fast-check'
import { logs, readAudit } from '../arbitrary/audit.js'
import { freshPort, policy, right } from '../arbitrary/draw.js'
import { by, exercise, layer, program } from '../arbitrary/ops.js'
import { logOf, recordsOf } from '../records.js'
import type { Spec } from '../spec.js'
import type { Trace } from '../trace.js'
import { withOutcome } from '../wrong.js'

const isCounted = (trace: Trace): boolean => {
  let denials = 0
  for (const { op, outcome } of trace) {
    if (outcome === 'EACCES') denials += 1
    if (op.kind !== 'read_audit') continue
    if (recordsOf(outcome).filter(({ kind }) => kind === 'deny').length !== denials) return false
    denials = 0
  }
  return true
}

/** Each denial gives one record, in whichever process it is, and each domain one more, the first time. */
export const everyDenialIsLoggedOnce: Spec = {
  name: 'every-denial-is-logged-once',
  applies: logs,
  programs: target =>
    fc
      .record({
        policies: fc.array(policy(target), { minLength: 1, maxLength: 3 }),
        attempts: fc.array(fc.record({ right: right(target), port: freshPort(), child: fc.boolean() }), {
          minLength: 1,
          maxLength: 4,
        }),
      })
      .map(({ policies, attempts }) =>
        program(
          policies.flatMap(({ handled, grants }, slot) => layer(target, slot, handled, grants)),
          { kind: 'fork', child: 1 },
          attempts.flatMap(({ right, port, child }, slot) => [
            ...by(child ? 1 : 0, exercise(right, slot, port)),
            ...(slot % 2 === 0 ? [] : [readAudit]),
          ]),
          readAudit,
        ),
      ),
  holds(trace) {
    const made = logOf(trace).flatMap(({ kind, domain }) => (kind === 'alloc' ? [domain] : []))
    const denied = logOf(trace).flatMap(({ kind, domain }) => (kind === 'deny' ? [domain] : []))
    const isKnown = denied.every(domain => made.includes(domain)) && made.length === new Set(denied).size
    return isCounted(trace) && isKnown
  },
  refutedBy: withOutcome('=none', op => op.kind === 'read_audit'),
}
