import fc from 'fast-check'
import { newestAbi } from '../additions.js'
import { create, program } from '../arbitrary/ops.js'
import { widths } from '../model/rights.js'
import type { Spec } from '../spec.js'
import { has, type Target } from '../target.js'
import { lastOf } from '../trace.js'
import { netRights, rulesetAttr } from '../uapi/landlock.js'
import { withTarget } from '../wrong.js'

const { bind_udp } = netRights

type MaskField = 'handled_access_fs' | 'handled_access_net' | 'scoped'

const fieldsOf = ({ abi }: Target): readonly MaskField[] =>
  (['handled_access_fs', 'handled_access_net', 'scoped'] as const).filter(
    field => rulesetAttr[field].abi <= abi,
  )

const widthOf = ({ abi }: Target, field: MaskField): number => {
  const { fs, net, scoped } = widths(abi)
  return { handled_access_fs: fs, handled_access_net: net, scoped }[field]
}

/** A ruleset that handles a right, a scope or a quiet right beyond those of the ABI is EINVAL. */
export const unknownRightsAreInvalid: Spec = {
  name: 'unknown-rights-are-invalid',
  older: true,
  programs: target =>
    fc
      .record({
        field: fc.constantFrom(...fieldsOf(target)),
        past: fc.constantFrom(-1, 0, 1, 16, 27),
        top: fc.boolean(),
      })
      .map(({ field, past, top }) => {
        const width = widthOf(target, field)
        const bit = top ? 63 : Math.max(0, width + past)
        return program(create(target, 0, { [field]: [`bit_${bit}`] }))
      }),
  holds(trace, target) {
    const [step] = trace
    if (step?.op.kind !== 'create_ruleset') return false
    const { attr } = step.op
    if (attr === null || attr === 'unmapped') return false
    const field = fieldsOf(target).find(one => one in attr)
    if (field === undefined) return false
    const bit = Number(attr[field]?.[0]?.slice('bit_'.length))
    return lastOf(trace, 'create_ruleset') === (bit < widthOf(target, field) ? 'OK' : 'EINVAL')
  },
  refutedBy: withTarget(target => ({ ...target, abi: has(target, bind_udp) ? bind_udp.abi - 1 : newestAbi })),
}
