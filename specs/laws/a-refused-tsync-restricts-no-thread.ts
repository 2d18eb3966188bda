import fc from 'fast-check'
import { close, create, exercise, layer, program } from '../arbitrary/ops.js'
import { maxLayers } from '../model/enforce.js'
import type { Op, Program } from '../program.js'
import type { Spec } from '../spec.js'
import type { Target } from '../target.js'
import { stepsOf } from '../trace.js'
import { restrictSelfFlags } from '../uapi/landlock.js'
import { withOutcome } from '../wrong.js'

const tsync = 1 << restrictSelfFlags.tsync.bit
const unknown = 1 << 30

/** What goes before, and the call that is refused for all threads at once. */
const refusals = (target: Target): readonly (readonly Op[])[] => {
  const enforce = (ruleset: 0 | 'none' | 'foreign', flags = tsync): Op => ({
    kind: 'restrict_self',
    ruleset,
    flags,
  })
  return [
    [...Array.from({ length: maxLayers }, () => layer(target, 1, ['connect_tcp'])).flat(), enforce(0)],
    [enforce(0, tsync | unknown)],
    [enforce('none')],
    [enforce('foreign')],
    [{ kind: 'drop_caps' }, enforce(0)],
  ]
}

const bindByThread = (socket: number): readonly Op[] =>
  exercise('bind_tcp', socket, 'b').map(op => (op.kind === 'bind' ? { ...op, route: 'early_thread' } : op))

const everyAttempt = (target: Target): readonly Program[] =>
  refusals(target).map(refusal =>
    program(
      create(target, 0, { handled_access_net: ['bind_tcp'] }),
      refusal,
      exercise('bind_tcp', 0, 'a'),
      close(0),
      bindByThread(1),
    ),
  )

/** TSYNC restricts all threads or none: where it is refused, neither the caller nor a thread from before has the new layer. */
export const aRefusedTsyncRestrictsNoThread: Spec = {
  name: 'a-refused-tsync-restricts-no-thread',
  applies: ({ abi }) => abi >= restrictSelfFlags.tsync.abi,
  programs: target => fc.constantFrom(...everyAttempt(target)),
  always: everyAttempt,
  holds(trace) {
    const refused = trace.find(({ op }) => op.kind === 'restrict_self' && (op.flags ?? 0) >= tsync)
    const bound = stepsOf(trace, 'bind')
    return refused?.outcome !== 'OK' && bound.length === 2 && bound.every(({ outcome }) => outcome === 'OK')
  },
  refutedBy: withOutcome('EACCES', op => op.kind === 'bind' && op.route === 'early_thread'),
}
