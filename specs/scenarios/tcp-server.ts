import fc from 'fast-check'
import { accept, at, bind, by, connect, listen, program, tcp } from '../arbitrary/ops.js'
import { kinds, open } from '../designs/ops.js'
import { inEachDesign, inside, ownNetwork, sandboxBy } from '../designs/story.js'
import type { Spec } from '../spec.js'
import { stepsOf } from '../trace.js'
import { withLayers } from '../wrong.js'

const port = 8080

const stories = inEachDesign((target, design) => [
  program(
    ownNetwork,
    { kind: 'fork', child: 1 },
    sandboxBy(target, design, {
      kinds: [kinds.tcp, kinds.tcp6],
      net: ['bind_tcp', 'connect_tcp'],
      ports: [{ allow: ['bind_tcp'], port }],
    }),
    [tcp(0), bind(0, at(port)), listen(0)],
    by(1, tcp(0), connect(0, at(port))),
    accept(0, 1),
    [tcp(2, 'AF_INET6'), bind(2, at(8081, 'AF_INET6'))],
    [tcp(3), connect(3, at(port))],
    [open(4, kinds.udp), open(5, kinds.unix), open(6, kinds.netlink)],
  ),
])

/**
 * Scenario B: a TCP server may bind port 8080, connect nowhere, and have sockets of AF_INET and AF_INET6 streams only. It
 * serves; it binds no other port and connects to nobody. What other protocols it can use differs by design.
 */
export const tcpServer: Spec = {
  name: 'tcp-server',
  applies: ({ designs }) => designs.length > 0,
  programs: target => fc.constantFrom(...stories(target)),
  always: stories,
  holds(trace) {
    const own = inside(trace).filter(({ op }) => (op.actor ?? 0) === 0)
    const outcomes = (kind: 'bind' | 'connect' | 'accept') =>
      stepsOf(own, kind)
        .map(({ outcome }) => outcome)
        .join()
    return outcomes('bind') === 'OK,EACCES' && outcomes('connect') === 'EACCES' && outcomes('accept') === 'OK'
  },
  refutedBy: withLayers(() => []),
}
