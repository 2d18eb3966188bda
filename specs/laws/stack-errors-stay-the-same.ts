import fc from 'fast-check'
import { domain } from '../arbitrary/draw.js'
import {
  accept,
  at,
  bind,
  by,
  connect,
  type Domain,
  layer,
  listen,
  program,
  rightsOf,
  server,
  tcp,
  udp,
} from '../arbitrary/ops.js'
import { namesOf } from '../names-of.js'
import type { Op } from '../program.js'
import type { Spec } from '../spec.js'
import { stepsOf } from '../trace.js'
import { withOutcome } from '../wrong.js'

/** Ways to be refused by the stack, by what is wrong. */
const stories = {
  'port in use': (domain: Domain) => [
    ...server(0, at('a', domain), domain),
    tcp(1, domain),
    bind(1, at('a', domain)),
  ],
  'bound twice': (domain: Domain) => [tcp(0, domain), bind(0, at('a', domain)), bind(0, at('b', domain))],
  'nobody listens': (domain: Domain) => [tcp(0, domain), connect(0, at('a', domain))],
  'connects again': (domain: Domain) => [
    ...server(0, at('a', domain), domain),
    tcp(1, domain),
    connect(1, at('a', domain)),
    connect(1, at('a', domain)),
  ],
  'listens while connected': (domain: Domain) => [
    ...server(0, at('a', domain), domain),
    tcp(1, domain),
    connect(1, at('a', domain)),
    listen(1),
  ],
  'accepts without listening': (domain: Domain) => [tcp(0, domain), accept(0, 1)],
  'datagrams that listen': (domain: Domain) => [udp(0, domain), listen(0), accept(0, 1)],
  'reaches itself': (domain: Domain) => [
    tcp(0, domain),
    bind(0, at('a', domain)),
    connect(0, at('a', domain)),
  ],
  'IPv6 only': () => [
    tcp(0, 'AF_INET6'),
    bind(0, at('a', 'AF_INET6')),
    connect(0, at('b', 'AF_INET6', '::ffff:127.0.0.1')),
  ],
  'pairs of IP sockets': (domain: Domain): readonly Op[] => [
    { kind: 'socketpair', domain, type: 'SOCK_STREAM', protocol: 'IPPROTO_IP' },
    { kind: 'socketpair', domain, type: 'SOCK_DGRAM', protocol: 'IPPROTO_IP' },
  ],
} satisfies Readonly<Record<string, (domain: Domain) => readonly Op[]>>

/** The same calls on other ports, since those of a closed connection may linger. */
const fresh = (ops: readonly Op[]): readonly Op[] =>
  ops.map(op =>
    (op.kind === 'bind' || op.kind === 'connect') && 'port' in op.address
      ? { ...op, address: { ...op.address, port: op.address.port === 'a' ? ('c' as const) : ('d' as const) } }
      : op,
  )

/** What the stack refuses of an allowed call, it refuses with the same errno as without a sandbox. */
export const stackErrorsStayTheSame: Spec = {
  name: 'stack-errors-stay-the-same',
  programs: target =>
    fc
      .record({
        domain: domain(),
        story: fc.constantFrom(...namesOf(stories)),
      })
      .map(({ domain, story }) => {
        const ops = stories[story](domain)
        const grants = (['c', 'd', 0] as const).map(port => ({ allow: rightsOf(target), port }))
        const closes = [0, 1].map((socket): Op => ({ kind: 'close', socket }))
        return program(
          { kind: 'fork', child: 1 },
          by(1, ops, closes),
          layer(target, 0, rightsOf(target), grants),
          fresh(ops),
        )
      }),
  holds(trace) {
    const [free, sandboxed] = [1, 0].map(actor =>
      stepsOf(trace, 'bind', 'connect', 'listen', 'accept', 'socketpair')
        .filter(({ op }) => (op.actor ?? 0) === actor)
        .map(({ outcome }) => outcome),
    )
    return free?.join() === sandboxed?.join()
  },
  refutedBy: withOutcome(
    'EACCES',
    (op, { processes }) => op.kind === 'bind' && processes.get(op.actor ?? 0)?.layers.length === 1,
  ),
}
