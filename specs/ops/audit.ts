import { op } from './op.js'

/** Observes what Landlock logged since the last time, or since the program began; specs/records.ts tells how it is written. */
const readAudit = op('read_audit', {
  fields: {},
  call: 'read the audit records',
  says: 'reads what Landlock logged',
  c: 'read_audit()',
  reading: 'records',
  needs: ['audit'],
  lacks: ['audit'],
  cost: 6,
})

/** Observes the trace events of Landlock since the last time, or since the program began; specs/events.ts tells how they are written. */
const readEvents = op('read_events', {
  fields: {},
  call: 'read the trace events',
  says: 'reads the trace events of Landlock',
  c: 'read_events()',
  reading: 'records',
  needs: ['events'],
  lacks: ['trace_events'],
  cost: 6,
})

/** The ops of this family. */
export const ops = [readAudit, readEvents] as const
