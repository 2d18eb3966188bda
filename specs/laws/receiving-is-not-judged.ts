import fc from 'fast-check'
import { domain } from '../arbitrary/draw.js'
import {
  at,
  bind,
  by,
  type Domain,
  layer,
  program,
  rightsOf,
  send,
  server,
  tcp,
  udp,
} from '../arbitrary/ops.js'
import type { Op } from '../program.js'
import type { Spec } from '../spec.js'
import { stepsOf } from '../trace.js'
import { withOutcome } from '../wrong.js'

const prepare = (kind: string, domain: Domain, port: 'a' | 'b'): readonly Op[] => {
  switch (kind) {
    case 'listener':
      return server(0, at(port, domain), domain)
    case 'datagram':
      return [udp(0, domain), bind(0, at(port, domain))]
    case 'sends':
      return [tcp(0, domain), send(0), { kind: 'shutdown', socket: 0, how: 'SHUT_WR' }, tcp(0, domain)]
    case 'closed':
      return [tcp(0, domain), { kind: 'close', socket: 0 }]
    default:
      return [tcp(0, domain)]
  }
}

/** recv answers in a sandbox as outside of it: nothing there, not connected, not open. */
export const receivingIsNotJudged: Spec = {
  name: 'receiving-is-not-judged',
  programs: target =>
    fc
      .record({ domain: domain(), kind: fc.constantFrom('fresh', 'listener', 'datagram', 'closed', 'sends') })
      .map(({ domain, kind }) => {
        const story = (port: 'a' | 'b'): readonly Op[] => [
          ...prepare(kind, domain, port),
          { kind: 'recv', socket: 0 },
        ]
        return program(
          { kind: 'fork', child: 1 },
          by(1, story('a')),
          layer(target, 0, rightsOf(target), [{ allow: rightsOf(target), port: 'b' }]),
          story('b'),
        )
      }),
  holds(trace) {
    const [free, sandboxed] = [1, 0].map(actor =>
      stepsOf(trace, 'recv', 'sendto', 'shutdown')
        .filter(({ op }) => (op.actor ?? 0) === actor)
        .map(({ outcome }) => outcome),
    )
    return free?.join() === sandboxed?.join()
  },
  refutedBy: withOutcome(
    'EACCES',
    (op, { processes }) => op.kind === 'recv' && processes.get(op.actor ?? 0)?.layers.length === 1,
  ),
}
