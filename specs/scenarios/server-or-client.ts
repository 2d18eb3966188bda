import fc from 'fast-check'
import { accept, at, bind, by, connect, listen, program, server, tcp } from '../arbitrary/ops.js'
import { kinds } from '../designs/ops.js'
import { handledIn, inEachDesign, ownNetwork, sandboxBy } from '../designs/story.js'
import type { Spec } from '../spec.js'
import { handledBy, stepsOf } from '../trace.js'
import { withLayers } from '../wrong.js'

const stories = inEachDesign((target, design) => [
  // A server: it accepts and never connects.
  program(
    ownNetwork,
    { kind: 'fork', child: 1 },
    sandboxBy(target, design, { kinds: [kinds.tcp], net: ['connect_tcp'] }),
    server(0, at('a')),
    by(1, tcp(0), connect(0, at('a'))),
    accept(0, 1),
    [tcp(2), connect(2, at('a'))],
  ),
  // A client: it connects and has no port of its own choice, but a port that the kernel chooses is not asked about.
  program(
    ownNetwork,
    server(0, at('a')),
    { kind: 'fork', child: 1 },
    by(1, sandboxBy(target, design, { kinds: [kinds.tcp], net: ['bind_tcp'] })),
    by(1, tcp(1), connect(1, at('a'))),
    by(1, tcp(2), bind(2, at('b'))),
    by(1, listen(2), accept(2, 3)),
  ),
])

/**
 * Server or client: a server accepts and never connects, a client the opposite. The rights of TCP ports keep a server from
 * connecting; none keeps a client from listening where the kernel chooses the port, and a right for a whole protocol has
 * no say in which of the two a socket is.
 */
export const serverOrClient: Spec = {
  name: 'server-or-client',
  applies: ({ designs }) => designs.length > 0,
  programs: target => fc.constantFrom(...stories(target)),
  always: stories,
  holds(trace) {
    const isServer = trace.some(({ op }) => handledBy(op).handled_access_net?.includes('connect_tcp'))
    const sandboxed = isServer ? 0 : 1
    const own = trace.filter(({ op }) => (op.actor ?? 0) === sandboxed)
    const connected = stepsOf(own, 'connect').map(({ outcome }) => outcome)
    const bound = stepsOf(own, 'bind').map(({ outcome }) => outcome)
    return (
      handledIn(trace).length > 0 &&
      connected.join() === (isServer ? 'EACCES' : 'OK') &&
      bound.join() === (isServer ? 'OK' : 'EACCES')
    )
  },
  refutedBy: withLayers(() => []),
}
