import fc from 'fast-check'
import { anyPort, domain, right } from '../arbitrary/draw.js'
import { exercise, layer, program } from '../arbitrary/ops.js'
import type { Spec } from '../spec.js'
import { stepsOf } from '../trace.js'
import { withOutcome } from '../wrong.js'

/** It is the call that is judged, not the socket: one made before enforcement is denied like one made after. */
export const socketsAreJudgedAtTheCall: Spec = {
  name: 'sockets-are-judged-at-the-call',
  programs: target =>
    fc.record({ right: right(target), port: anyPort(), domain: domain() }).map(({ right, port, domain }) => {
      const [open = [], call = []] = exercise(right, 0, port, domain)
      return program(open, layer(target, 0, [right]), call, exercise(right, 1, port, domain))
    }),
  holds: trace => stepsOf(trace, 'bind', 'connect').every(({ outcome }) => outcome === 'EACCES'),
  refutedBy: withOutcome('OK', op => (op.kind === 'bind' || op.kind === 'connect') && op.socket === 0),
}
