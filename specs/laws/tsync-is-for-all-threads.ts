import fc from 'fast-check'
import { at, byRoute, close, create, exercise, layer, program } from '../arbitrary/ops.js'
import type { Op, Program, Route } from '../program.js'
import type { Spec } from '../spec.js'
import { has, type Target } from '../target.js'
import { stepsOf } from '../trace.js'
import { restrictSelfFlags } from '../uapi/landlock.js'
import { withOp } from '../wrong.js'

const tsync = 1 << restrictSelfFlags.tsync.bit

const bindBy = (socket: number, route: Route | undefined): readonly Op[] =>
  exercise('bind_tcp', socket, 'a').map(op => (op.kind === 'bind' ? byRoute(op, route) : op))

/** A layer of the caller's own, then one for all threads or for the caller, then an attempt by each thread. */
const attempts = (target: Target, hasOwn: boolean, flags: number): Program =>
  program(
    hasOwn ? layer(target, 0, ['bind_tcp'], [{ allow: ['bind_tcp'], port: 'b' }]) : [],
    create(target, 1, { handled_access_net: ['connect_tcp'] }),
    { kind: 'restrict_self', ruleset: 1, flags },
    bindBy(0, 'early_thread'),
    close(0),
    bindBy(1, undefined),
    close(1),
    exercise('connect_tcp', 2, 'a')[0],
    { kind: 'connect', socket: 2, address: at('a'), route: 'early_thread' },
  )

const everyAttempt = (target: Target): readonly Program[] =>
  [false, true].flatMap(hasOwn => [0, tsync].map(flags => attempts(target, hasOwn, flags)))

/** With TSYNC every thread of the process has the domain of the caller from then on; without, each keeps its own. */
export const tsyncIsForAllThreads: Spec = {
  name: 'tsync-is-for-all-threads',
  applies: target => has(target, restrictSelfFlags.tsync),
  programs: target => fc.constantFrom(...everyAttempt(target)),
  always: everyAttempt,
  holds(trace) {
    const isForAll = trace.some(({ op }) => op.kind === 'restrict_self' && op.flags === tsync)
    const [other, own] = stepsOf(trace, 'bind').map(({ outcome }) => outcome)
    const [connected] = stepsOf(trace, 'connect').map(({ outcome }) => outcome)
    return isForAll ? other === own && connected === 'EACCES' : other === 'OK' && connected !== 'EACCES'
  },
  refutedBy: withOp(op => (op.kind === 'restrict_self' ? { ...op, flags: 0 } : op)),
}
