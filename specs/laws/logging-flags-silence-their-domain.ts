import fc from 'fast-check'
import { blamed, deniers, levels, logs, sameExecOff, stack, tryPorts } from '../arbitrary/audit.js'
import { right } from '../arbitrary/draw.js'
import { program } from '../arbitrary/ops.js'
import type { Spec } from '../spec.js'
import { stepsOf } from '../trace.js'
import { reading } from '../wrong.js'

/**
 * LOG_SAME_EXEC_OFF silences what the domain made with it denies to the program that made it, and no other domain;
 * LOG_NEW_EXEC_ON is about programs that are executed later.
 */
export const loggingFlagsSilenceTheirDomain: Spec = {
  name: 'logging-flags-silence-their-domain',
  applies: logs,
  programs: target =>
    fc
      .record({ right: right(target), layers: levels([0, 1, 2, 3], false) })
      .map(({ right, layers }) => program(stack(target, right, layers), tryPorts(right))),
  holds(trace) {
    const flags = stepsOf(trace, 'restrict_self').map(({ op }) => ('flags' in op ? (op.flags ?? 0) : 0))
    const denied = deniers(trace)
    return blamed(trace).every((layer, index) => {
      const isLogged = layer >= 0 && ((flags[layer] ?? 0) & sameExecOff) === 0
      return denied[index]?.length === (isLogged ? 1 : 0)
    })
  },
  refutedBy: reading(op => (op.kind === 'restrict_self' ? { ...op, flags: 0 } : op)),
}
