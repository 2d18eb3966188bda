import fc from 'fast-check'
import {
  levels,
  newExecOn,
  readAudit,
  readEvents,
  sameExecOff,
  stack,
  subdomainsOff,
  traces,
  tryPorts,
} from '../arbitrary/audit.js'
import { right } from '../arbitrary/draw.js'
import { program } from '../arbitrary/ops.js'
import { tracedIn } from '../events.js'
import { logOf } from '../records.js'
import type { Spec } from '../spec.js'
import type { Wrong } from '../wrong.js'

/** A model that traces only what is logged. */
const tracesWhatIsLogged: Wrong = step => (target, state, op) =>
  step(target, state, op).map(branch => ({
    ...branch,
    next: {
      ...branch.next,
      log: {
        ...branch.next.log,
        events: branch.next.log.events.filter(event => !event.includes('logged=0')),
      },
    },
  }))

/** A denial is traced even where flags of its domain keep it from being logged, and the event says whether audit logs it. */
export const whatAuditMutesIsTraced: Spec = {
  name: 'what-audit-mutes-is-traced',
  applies: traces,
  programs: target =>
    fc
      .record({
        right: right(target),
        layers: levels([0, sameExecOff, newExecOn, subdomainsOff], true),
        executes: fc.boolean(),
      })
      .map(({ right, layers, executes }) =>
        program(stack(target, right, layers), tryPorts(right, executes), readAudit, readEvents),
      ),
  holds(trace) {
    const denials = tracedIn(trace).filter(({ name }) => name === 'deny_access_net')
    const logged = denials.filter(({ fields }) => fields.logged === '1').length
    const refused = trace.filter(({ outcome }) => outcome === 'EACCES').length
    return denials.length === refused && logged === logOf(trace).filter(({ kind }) => kind === 'deny').length
  },
  refutedBy: tracesWhatIsLogged,
}
