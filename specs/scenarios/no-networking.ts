import fc from 'fast-check'
import { at, by, program, send, udp } from '../arbitrary/ops.js'
import { kinds, open, pair } from '../designs/ops.js'
import { handledIn, inEachDesign, inside, ownNetwork, sandboxBy } from '../designs/story.js'
import type { Spec } from '../spec.js'
import { stepsOf } from '../trace.js'
import { withLayers } from '../wrong.js'

const stories = inEachDesign((target, design) => [
  program(
    ownNetwork,
    udp(0),
    { kind: 'fork', child: 1 },
    by(1, sandboxBy(target, design, { kinds: [] })),
    by(
      1,
      open(1, kinds.tcp),
      open(1, kinds.udp6),
      open(1, kinds.unix),
      open(1, kinds.netlink),
      pair(kinds.unix),
    ),
    by(1, open(1, { domain: 'AF_X25', type: 'SOCK_SEQPACKET', protocol: 'IPPROTO_IP' })),
    // What was opened before is another matter.
    by(1, send(0, at('a')), { kind: 'connect', socket: 0, address: at('a') }),
    open(1, kinds.tcp),
  ),
])

/**
 * Scenario A: a program that does not need networking handles sockets and permits nothing. No socket of any kind comes to be
 * in it, known or not, where creation is judged; a socket from before goes on unless calls or descriptors are.
 */
export const noNetworking: Spec = {
  name: 'no-networking',
  applies: ({ designs }) => designs.length > 0,
  programs: target => fc.constantFrom(...stories(target)),
  always: stories,
  holds(trace) {
    const own = inside(trace).filter(({ op }) => op.actor === 1)
    const isJudged = handledIn(trace).some(right => right === 'create' || right === 'protocol')
    const denied = isJudged ? stepsOf(own, 'socket', 'socketpair') : stepsOf(own, 'sendto', 'connect')
    return denied.every(({ outcome }) => outcome === 'EACCES')
  },
  refutedBy: withLayers(() => [], ['socket', 'sendto']),
}
