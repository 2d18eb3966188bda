import fc from 'fast-check'
import { blamed, deniers, levels, logs, stack, subdomainsOff, tryPorts } from '../arbitrary/audit.js'
import { right } from '../arbitrary/draw.js'
import { by, program } from '../arbitrary/ops.js'
import type { Op } from '../program.js'
import type { Spec } from '../spec.js'
import type { Target } from '../target.js'
import { withOp } from '../wrong.js'

/** For each layer, whether something before it mutes it. */
const muted = (ops: readonly Op[], { behaviours }: Target): readonly boolean[] => {
  const layers: boolean[] = []
  let isMuted = false
  for (const op of ops) {
    if (op.kind !== 'restrict_self') continue
    const mutes = ((op.flags ?? 0) & subdomainsOff) !== 0
    if (op.ruleset !== 'none') layers.push(isMuted)
    isMuted ||= mutes && (layers.length > 0 || behaviours.includes('early_mute'))
  }
  return layers
}

/**
 * LOG_SUBDOMAINS_OFF, with a layer or alone, silences every layer after it, also in children, and not its own. Kernels
 * that copy a domain's flags only where there is a domain forget what is muted before the first layer.
 */
export const mutingSilencesLaterDomains: Spec = {
  name: 'muting-silences-later-domains',
  applies: logs,
  programs: target =>
    fc
      .record({ right: right(target), layers: levels([0, 0, 2, 4, 6], true), forks: fc.boolean() })
      .map(({ right, layers, forks }) => {
        const all = stack(target, right, layers)
        const half = all.findLastIndex(op => op.kind === 'create_ruleset')
        return program(
          all.slice(0, half),
          forks
            ? [{ kind: 'fork', child: 1 } as const, ...by(1, all.slice(half), tryPorts(right))]
            : [...all.slice(half), ...tryPorts(right)],
        )
      }),
  holds(trace, target) {
    const ops = trace.map(({ op }) => op)
    const denied = deniers(trace)
    return blamed(trace).every(
      (layer, index) => denied[index]?.length === (layer >= 0 && !muted(ops, target)[layer] ? 1 : 0),
    )
  },
  refutedBy: withOp(op => (op.kind === 'restrict_self' && op.ruleset !== 'none' ? { ...op, flags: 0 } : op)),
}
