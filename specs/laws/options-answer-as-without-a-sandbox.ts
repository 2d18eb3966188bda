import fc from 'fast-check'
import { domain } from '../arbitrary/draw.js'
import {
  at,
  bind,
  by,
  connect,
  type Domain,
  layer,
  program,
  rightsOf,
  server,
  tcp,
  udp,
} from '../arbitrary/ops.js'
import { namesOf } from '../names-of.js'
import type { Op, SocketOption } from '../program.js'
import type { Spec } from '../spec.js'
import { stepsOf } from '../trace.js'
import { withOutcome } from '../wrong.js'

/** What socket 0 is when its option is set. */
const states = {
  idle: (domain: Domain): readonly Op[] => [tcp(0, domain)],
  bound: (domain: Domain, port: 'a' | 'c') => [tcp(0, domain), bind(0, at(port, domain))],
  listening: (domain: Domain, port: 'a' | 'c') => server(0, at(port, domain), domain),
  connected: (domain: Domain, port: 'a' | 'c') => [
    ...server(1, at(port, domain), domain),
    tcp(0, domain),
    connect(0, at(port, domain)),
  ],
  mapped: (_domain: Domain, port: 'a' | 'c') => [
    ...server(1, at(port)),
    tcp(0, 'AF_INET6'),
    connect(0, at(port, 'AF_INET6', '::ffff:127.0.0.1')),
  ],
  datagram: (domain: Domain): readonly Op[] => [udp(0, domain)],
} satisfies Readonly<Record<string, (domain: Domain, port: 'a' | 'c') => readonly Op[]>>

/** Landlock does not judge setsockopt: right and wrong options answer as outside of a sandbox. */
export const optionsAnswerAsWithoutASandbox: Spec = {
  name: 'options-answer-as-without-a-sandbox',
  programs: target =>
    fc
      .record({
        domain: domain(),
        option: fc.constantFrom<SocketOption[]>(
          'SO_REUSEADDR',
          'SO_REUSEPORT',
          'IPV6_V6ONLY',
          'IPV6_ADDRFORM',
          'TCP_FASTOPEN',
          'TCP_FASTOPEN_CONNECT',
          'TCP_REPAIR',
          'UDP_CORK',
          'IP_BIND_ADDRESS_NO_PORT',
        ),
        value: fc.constantFrom(-1, 0, 1, 2, 10),
        state: fc.constantFrom(...namesOf(states)),
      })
      .map(({ domain, option, value, state }) => {
        const set: Op = { kind: 'setsockopt', socket: 0, option, value }
        const made = states[state](domain, 'a')
        const grants = (['c', 'd'] as const).map(port => ({ allow: rightsOf(target), port }))
        return program(
          { kind: 'fork', child: 1 },
          by(1, made, set, { kind: 'close', socket: 0 }, { kind: 'close', socket: 1 }),
          layer(target, 0, rightsOf(target), grants),
          states[state](domain, 'c'),
          set,
        )
      }),
  holds(trace) {
    const [free, sandboxed] = stepsOf(trace, 'setsockopt')
    return free?.outcome === sandboxed?.outcome
  },
  refutedBy: withOutcome(
    'EACCES',
    (op, { processes }) => op.kind === 'setsockopt' && processes.get(op.actor ?? 0)?.layers.length === 1,
  ),
}
