import fc from 'fast-check'
import { accept, at, by, connect, program, send, server, tcp } from '../arbitrary/ops.js'
import { kinds, open } from '../designs/ops.js'
import { handledIn, inEachDesign, ownNetwork, sandboxBy } from '../designs/story.js'
import type { Spec } from '../spec.js'
import { lastOf } from '../trace.js'

const stories = inEachDesign((target, design) => [
  program(
    ownNetwork,
    server(0, at('a')),
    { kind: 'fork', child: 1 },
    sandboxBy(target, design, { kinds: [] }),
    open(1, kinds.tcp),
    by(1, tcp(1), connect(1, at('a'))),
    accept(0, 2),
    send(2),
  ),
])

/**
 * The claim of the thread: "The security_socket_create() hook does not only get invoked as a result of socket(2), but also as
 * a part of accept(2)". It is not: who may create nothing accepts a connection, unless accept itself is judged.
 */
export const acceptIsNotCreation: Spec = {
  name: 'accept-is-not-creation',
  applies: ({ designs }) => designs.length > 0,
  programs: target => fc.constantFrom(...stories(target)),
  always: stories,
  holds: trace => (lastOf(trace, 'accept') === 'OK') === handledIn(trace).every(right => right === 'create'),
  refutedBy: step => (target, state, op) =>
    step(target, state, op).map(branch =>
      op.kind === 'accept' ? { ...branch, outcome: branch.outcome === 'OK' ? 'EACCES' : 'OK' } : branch,
    ),
}
