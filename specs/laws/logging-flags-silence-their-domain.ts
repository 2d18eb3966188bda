import fc from 'fast-check'
import {
  blamed,
  deniers,
  levels,
  newExecOn,
  sameExecOff,
  logs as speaks,
  stack,
  tryPorts,
} from '../arbitrary/audit.js'
import { right } from '../arbitrary/draw.js'
import { program } from '../arbitrary/ops.js'
import { routeOf } from '../program.js'
import type { Spec } from '../spec.js'
import { stepsOf } from '../trace.js'
import { withOp } from '../wrong.js'

/**
 * LOG_SAME_EXEC_OFF silences what the domain made with it denies to the program that made it, and LOG_NEW_EXEC_ON gives
 * voice to what it denies to programs executed later; neither is about other domains.
 */
export const loggingFlagsSilenceTheirDomain: Spec = {
  name: 'logging-flags-silence-their-domain',
  applies: speaks,
  programs: target =>
    fc
      .record({ right: right(target), layers: levels([0, 1, 2, 3], false), executes: fc.boolean() })
      .map(({ right, layers, executes }) => program(stack(target, right, layers), tryPorts(right, executes))),
  holds(trace) {
    const flags = stepsOf(trace, 'restrict_self').map(({ op }) => ('flags' in op ? (op.flags ?? 0) : 0))
    const denied = deniers(trace)
    const executes = trace.some(({ op }) => routeOf(op) === 'exec')
    const logs = (value = 0) => (executes ? (value & newExecOn) !== 0 : (value & sameExecOff) === 0)
    return blamed(trace).every((layer, index) => {
      const isLogged = layer >= 0 && logs(flags[layer])
      return denied[index]?.length === (isLogged ? 1 : 0)
    })
  },
  refutedBy: withOp(op => (op.kind === 'restrict_self' ? { ...op, flags: 0 } : op)),
}
