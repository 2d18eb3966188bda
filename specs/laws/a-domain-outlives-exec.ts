import fc from 'fast-check'
import { at, bind, byRoute, close, layer, program, tcp } from '../arbitrary/ops.js'
import type { Program } from '../program.js'
import type { Spec } from '../spec.js'
import type { Target } from '../target.js'
import { stepsOf } from '../trace.js'
import { withLayers } from '../wrong.js'

/** A privileged port that is granted, and one that is not, from a child that gave up its capabilities before execve(2). */
const attempts = (target: Target, isBound: boolean): Program =>
  program(
    layer(target, 0, ['bind_tcp'], [{ allow: ['bind_tcp'], port: 81 }]),
    isBound ? { kind: 'no_new_privs' } : [],
    { kind: 'drop_caps' },
    tcp(0),
    byRoute(bind(0, at(81)), 'exec'),
    close(0),
    tcp(1),
    byRoute(bind(1, at(80)), 'exec'),
  )

const everyAttempt = (target: Target): readonly Program[] =>
  [false, true].map(isBound => attempts(target, isBound))

/** execve(2) may give capabilities back, unless no_new_privs is set; it never takes a domain away. */
export const aDomainOutlivesExec: Spec = {
  name: 'a-domain-outlives-exec',
  programs: target => fc.constantFrom(...everyAttempt(target)),
  always: everyAttempt,
  holds(trace) {
    const isBound = trace.some(({ op }) => op.kind === 'no_new_privs')
    const [granted, other] = stepsOf(trace, 'bind').map(({ outcome }) => outcome)
    return granted === (isBound ? 'EACCES' : 'OK') && other === 'EACCES'
  },
  refutedBy: withLayers(() => []),
}
