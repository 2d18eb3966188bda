import fc from 'fast-check'
import { accept, at, bind, by, connect, listen, program, tcp } from '../arbitrary/ops.js'
import { kinds, type NamedKind } from '../designs/ops.js'
import { inEachDesign, ownNetwork, sandboxBy } from '../designs/story.js'
import { demanding } from '../designs/wrong.js'
import type { Op } from '../program.js'
import type { Spec } from '../spec.js'
import { stepsOf } from '../trace.js'

const port = 8080

const client: readonly Op[] = by(1, tcp(1), connect(1, at(port)))

/** Once as in the thread, and once with nothing allowed, which shows whether a design looks at the socket from before. */
const stories = inEachDesign((target, design) =>
  [[kinds.tcp, kinds.tcp6], []].map((allowed: readonly NamedKind[]) =>
    program(
      ownNetwork,
      [tcp(0), bind(0, at(port)), { kind: 'fork', child: 1 }],
      sandboxBy(target, design, { kinds: allowed, net: ['bind_tcp', 'connect_tcp'] }),
      listen(0),
      client,
      accept(0, 1),
      [tcp(2), bind(2, at('a'))],
      [tcp(3), connect(3, at(port))],
    ),
  ),
)

/**
 * Scenario B': a server binds its port early, then enforces a sandbox without any rule for ports that allows AF_INET and
 * AF_INET6 streams. listen and accept go on on the socket from before; no further port is bound.
 */
export const bindEarlyThenEnforce: Spec = {
  name: 'bind-early-then-enforce',
  applies: ({ designs }) => designs.length > 0,
  programs: target => fc.constantFrom(...stories(target)),
  always: stories,
  holds(trace) {
    const isAllowed = stepsOf(trace, 'add_rule').length > 0
    const serves = stepsOf(trace, 'listen', 'accept').every(({ outcome }) => outcome === 'OK')
    const [, further] = stepsOf(trace, 'bind').map(({ outcome }) => outcome)
    return (serves || !isAllowed) && further !== 'OK'
  },
  refutedBy: demanding('listen', 'accept'),
}
