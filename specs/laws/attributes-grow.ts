import fc from 'fast-check'
import { program } from '../arbitrary/ops.js'
import { attrSize, knownSize, pageSizeOf, placeOf } from '../attr-size.js'
import { knownSocketBits } from '../designs/uapi.js'
import { sizeMax } from '../ops/values.js'
import type { Outcome } from '../outcome.js'
import type { Op, OpOf } from '../program.js'
import type { Spec } from '../spec.js'
import { has, type Target } from '../target.js'
import { handledBy, stepsOf } from '../trace.js'
import { rulesetAttr } from '../uapi/landlock.js'
import { withOp } from '../wrong.js'

/** Bits that lie in the field of the designs are known or not, as all are of a field that is there. */
const ofDesigns = ({ size, last_byte = 0 }: OpOf<'create_ruleset'>, target: Target): Outcome | null => {
  const [start, end] = [attrSize(target.abi), knownSize(target)]
  if (last_byte === 0 || size <= start || size > end) return null
  const known = knownSocketBits(target.designs).map(bit => placeOf(target, start, bit))
  const bits = Array.from({ length: 8 }, (_, bit) => bit).filter(bit => (last_byte >> bit) & 1)
  return bits.every(bit => known.includes((size - 1) * 8 + bit)) ? 'OK' : 'EINVAL'
}

/** What a size means to a kernel that knows `known` bytes, said without the model. */
const expected = (op: Op, target: Target): Outcome => {
  if (op.kind !== 'create_ruleset') return 'EINVAL'
  if (op.size === sizeMax || op.size > pageSizeOf(target)) return 'E2BIG'
  if (op.size < 8) return 'EINVAL'
  const ofField = ofDesigns(op, target)
  if (ofField !== null) return ofField
  const { offset } = rulesetAttr.handled_access_net
  const reachesNet =
    handledBy(op).handled_access_net !== undefined && op.size * 8 > placeOf(target, offset, 0)
  return (reachesNet && !has(target, rulesetAttr.handled_access_net)) || (op.last_byte ?? 0) > 0
    ? 'E2BIG'
    : 'OK'
}

/** An attribute may be shorter or longer than what the kernel knows: short ones mean zero, long ones must be zero. */
export const attributesGrow: Spec = {
  name: 'attributes-grow',
  older: true,
  programs: target =>
    fc
      .record({
        size: fc.constantFrom(
          0,
          1,
          7,
          8,
          9,
          15,
          16,
          17,
          23,
          24,
          25,
          32,
          40,
          47,
          48,
          49,
          56,
          64,
          pageSizeOf(target) - 1,
          pageSizeOf(target),
          pageSizeOf(target) + 1,
          2 * pageSizeOf(target),
          sizeMax,
        ),
        last_byte: fc.constantFrom(undefined, 0, 1, 255),
        net: fc.boolean(),
      })
      .filter(({ size, last_byte }) => last_byte === undefined || size > 48 || size === sizeMax)
      .map(({ size, last_byte, net }) =>
        program({
          kind: 'create_ruleset',
          as: 0,
          attr: { handled_access_fs: ['read_file'], ...(net && { handled_access_net: ['connect_tcp'] }) },
          size,
          ...(last_byte !== undefined && { last_byte }),
        }),
      ),
  holds: (trace, target) =>
    stepsOf(trace, 'create_ruleset').every(({ op, outcome }) => outcome === expected(op, target)),
  refutedBy: withOp(op => (op.kind === 'create_ruleset' && op.size !== 8 ? { ...op, size: 8 } : op)),
}
