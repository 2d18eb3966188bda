import fc from 'fast-check'
import { at, byRoute, connect, connectName, program, tcp, unix } from '../arbitrary/ops.js'
import { kinds, open } from '../designs/ops.js'
import { inEachDesign, sandboxBy } from '../designs/story.js'
import { type Op, routeOf } from '../program.js'
import type { Spec } from '../spec.js'
import { stepsOf } from '../trace.js'
import { withOp } from '../wrong.js'

const byRing = (op: Op): Op => byRoute(op, 'io_uring')

const stories = inEachDesign((target, design) => [
  program(
    [tcp(0), unix(1)],
    sandboxBy(target, design, { kinds: [kinds.udp, kinds.unix] }),
    // Landlock alone tells protocols apart.
    [connect(0, at('a')), connectName(1, '@a'), open(2, kinds.tcp), open(3, kinds.udp)],
    { kind: 'seccomp', call: 'connect', errno: 'EPERM' },
    { kind: 'seccomp', call: 'socket', errno: 'ENOSYS' },
    // The filter answers first, to every protocol alike, and to a descriptor that is not open.
    [connect(0, at('a')), connectName(1, '@a'), open(2, kinds.tcp), open(3, kinds.udp), connect(9, at('a'))],
    // A ring is not asked by the filter, and still by Landlock.
    byRing(open(4, kinds.tcp)),
    byRing(open(5, kinds.udp)),
    { kind: 'drop_caps' },
    { kind: 'seccomp', call: 'bind', errno: 'EPERM' },
  ),
])

/**
 * seccomp beside Landlock: a filter answers before Landlock is asked, whatever the protocol, since it sees a descriptor and
 * not what is behind it; a call through io_uring passes by the filter and not by Landlock.
 */
export const seccompBesideLandlock: Spec = {
  name: 'seccomp-beside-landlock',
  applies: ({ designs }) => designs.length > 0,
  programs: target => fc.constantFrom(...stories(target)),
  always: stories,
  holds(trace) {
    const filtered = trace.slice(
      trace.findLastIndex(({ op }) => op.kind === 'seccomp' && op.call === 'socket'),
    )
    const plain = stepsOf(filtered, 'socket', 'connect').filter(({ op }) => routeOf(op) === undefined)
    const byRing = stepsOf(filtered, 'socket').filter(({ op }) => routeOf(op) === 'io_uring')
    return (
      plain.every(({ op, outcome }) => outcome === (op.kind === 'socket' ? 'ENOSYS' : 'EPERM')) &&
      byRing.every(({ outcome }) => outcome === 'OK' || outcome === 'EACCES')
    )
  },
  refutedBy: withOp(op => (op.kind === 'seccomp' ? { ...op, call: 'listen' } : op)),
}
