import fc from 'fast-check'
import { at, by, type Domain, domains, layer, listen, program, rightsOf } from '../arbitrary/ops.js'
import type { Op, Program } from '../program.js'
import { socketKey } from '../socket-key.js'
import type { Spec } from '../spec.js'
import type { Target } from '../target.js'
import { stepsOf } from '../trace.js'
import { withOutcome } from '../wrong.js'

const types = ['SOCK_STREAM', 'SOCK_SEQPACKET'] as const
type Type = (typeof types)[number]

const sctp = (as: number, domain: Domain, type: Type) =>
  ({ kind: 'socket', as, domain, type, protocol: 'IPPROTO_SCTP' }) as const

const canOpen = ({ sockets }: Target, domain: Domain, type: Type): boolean =>
  sockets[socketKey(sctp(0, domain, type))]?.root === 'OK'

/** A server that is bound by an option, and a client that is connected to it by one. */
const meeting = (domain: Domain, type: Type, port: 'a' | 'b'): readonly Op[] => [
  sctp(0, domain, type),
  { kind: 'bindx', socket: 0, address: at(port, domain) },
  listen(0),
  sctp(1, domain, type),
  { kind: 'connectx', socket: 1, address: at(port, domain) },
]

const everyMeeting = (target: Target): readonly Program[] =>
  domains.flatMap(domain =>
    types
      .filter(type => canOpen(target, domain, type))
      .map(type =>
        program(
          { kind: 'fork', child: 1 },
          by(1, meeting(domain, type, 'a')),
          layer(target, 0, rightsOf(target)),
          meeting(domain, type, 'b'),
        ),
      ),
  )

/** What a domain leaves to bind(2) and connect(2) of SCTP it leaves to the options that do the same: a sandbox changes neither. */
export const optionsOfSctpAreNotJudged: Spec = {
  name: 'options-of-sctp-are-not-judged',
  applies: target => everyMeeting(target).length > 0,
  programs: target => fc.constantFrom(...everyMeeting(target)),
  every: everyMeeting,
  holds(trace) {
    const [free, sandboxed] = [1, 0].map(actor =>
      stepsOf(trace, 'bindx', 'connectx')
        .filter(({ op }) => (op.actor ?? 0) === actor)
        .map(({ outcome }) => outcome),
    )
    return free?.join() === sandboxed?.join()
  },
  refutedBy: withOutcome(
    'EACCES',
    (op, { processes }) => op.kind === 'bindx' && processes.get(op.actor ?? 0)?.layers.length === 1,
  ),
}
