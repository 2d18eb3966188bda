import fc from 'fast-check'
import { at, bind, connect, program, server, tcp } from '../arbitrary/ops.js'
import { kinds } from '../designs/ops.js'
import { inEachDesign, ownNetwork, sandboxBy } from '../designs/story.js'
import type { Spec } from '../spec.js'
import { stepsOf } from '../trace.js'
import { withLayers } from '../wrong.js'

const stories = inEachDesign((target, design) => [
  program(
    ownNetwork,
    server(0, at('a')),
    sandboxBy(target, design, {
      kinds: [kinds.tcp],
      net: ['bind_tcp', 'connect_tcp'],
      ports: [
        { allow: ['connect_tcp'], port: 'a' },
        { allow: ['bind_tcp'], port: 'b' },
      ],
    }),
    // A source port that is granted, and one that is not; without any, the kernel chooses.
    [tcp(1), bind(1, at('b')), connect(1, at('a')), { kind: 'getsockname', socket: 1 }],
    [tcp(2), bind(2, at('c')), connect(2, at('a')), { kind: 'getsockname', socket: 2 }],
  ),
])

/**
 * bind(2) picks a server's port and also a client's source port: BIND_TCP applies to both. A client needs it for the port
 * that it wants to come from, and none to be given one.
 */
export const bindAsSourcePort: Spec = {
  name: 'bind-as-source-port',
  applies: ({ designs }) => designs.length > 0,
  programs: target => fc.constantFrom(...stories(target)),
  always: stories,
  holds(trace) {
    const outcomes = (kind: 'bind' | 'connect' | 'getsockname') =>
      stepsOf(trace, kind)
        .map(({ outcome }) => outcome)
        .join()
    return (
      outcomes('bind') === 'OK,OK,EACCES' &&
      outcomes('connect') === 'OK,OK' &&
      outcomes('getsockname') === '=b,=ephemeral'
    )
  },
  refutedBy: withLayers(() => []),
}
