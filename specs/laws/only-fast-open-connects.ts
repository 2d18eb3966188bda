import fc from 'fast-check'
import { domain } from '../arbitrary/draw.js'
import {
  accept,
  at,
  by,
  connect,
  type Domain,
  layer,
  program,
  rightsOf,
  server,
  tcp,
} from '../arbitrary/ops.js'
import { namesOf } from '../names-of.js'
import type { Op, OpOf, Slot } from '../program.js'
import type { Spec } from '../spec.js'
import { stepsOf } from '../trace.js'
import { withOutcome } from '../wrong.js'

type PortOf = 'a' | 'b'

/** Every state of a stream; the socket is number 1. */
const states = {
  idle: domain => [tcp(1, domain)],
  bound: (domain, port) => [tcp(1, domain), { kind: 'bind', socket: 1, address: at(port, domain) }],
  listening: (domain, port) => server(1, at(port, domain), domain),
  connected: (domain, port) => [
    ...server(0, at(port, domain), domain),
    tcp(1, domain),
    connect(1, at(port, domain)),
  ],
  accepted: (domain, port) => [
    ...server(0, at(port, domain), domain),
    tcp(2, domain),
    connect(2, at(port, domain)),
    accept(0, 1),
  ],
  'shut down': (domain, port) => [
    ...server(0, at(port, domain), domain),
    tcp(1, domain),
    connect(1, at(port, domain)),
    { kind: 'shutdown', socket: 1, how: 'SHUT_WR' },
  ],
  disconnected: (domain, port) => [
    ...server(0, at(port, domain), domain),
    tcp(1, domain),
    connect(1, at(port, domain)),
    connect(1, { ...at(port, domain), family: 'AF_UNSPEC' }),
  ],
} as const satisfies Readonly<Record<string, (domain: Domain, port: PortOf) => readonly Op[]>>

/** Sends that are no connect. */
const sends = {
  'an address': domain => ({ address: at('d', domain) }),
  AF_UNSPEC: domain => ({ address: { ...at('d', domain), family: 'AF_UNSPEC' } }),
  'a short address': domain => ({ address: { ...at('d', domain), length: 3 } }),
  'Fast Open without an address': () => ({ fastopen: true }),
  'Fast Open to AF_UNSPEC': domain => ({
    address: { ...at('d', domain), family: 'AF_UNSPEC' },
    fastopen: true,
  }),
} as const satisfies Readonly<Record<string, (domain: Domain) => Partial<OpOf<'sendto'>>>>

const sendOf = (socket: Slot, send: keyof typeof sends, domain: Domain): Op => ({
  ...{ kind: 'sendto', socket, ...sends[send](domain) },
})

/** A send on a TCP socket that does not begin a connection by MSG_FASTOPEN answers in a sandbox as outside of it, in every state. */
export const onlyFastOpenConnects: Spec = {
  name: 'only-fast-open-connects',
  programs: target =>
    fc
      .record({
        domain: domain(),
        state: fc.constantFrom(...namesOf(states)),
        send: fc.constantFrom(...namesOf(sends)),
      })
      .map(({ domain, state, send }) => {
        const story = (port: PortOf): readonly Op[] => [
          ...states[state](domain, port),
          sendOf(1, send, domain),
          { kind: 'recv', socket: 1 },
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
      stepsOf(trace, 'sendto', 'recv')
        .filter(({ op }) => (op.actor ?? 0) === actor)
        .map(({ outcome }) => outcome),
    )
    return free?.length === 2 && free.join() === sandboxed?.join()
  },
  refutedBy: withOutcome(
    'EACCES',
    (op, { processes }) =>
      op.kind === 'sendto' && op.address !== undefined && processes.get(op.actor ?? 0)?.layers.length === 1,
  ),
}
