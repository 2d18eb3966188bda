import fc, { type Arbitrary } from 'fast-check'
import { at, bind, create, enforce, program, tcp } from '../arbitrary/ops.js'
import type { Capability, Op } from '../program.js'
import type { Spec } from '../spec.js'
import type { Step } from '../trace.js'
import { withOp } from '../wrong.js'

const asked = [
  'CAP_SYS_ADMIN',
  'CAP_NET_BIND_SERVICE',
  'CAP_NET_ADMIN',
] as const satisfies readonly Capability[]

/** What is done to capabilities. */
const change = (): Arbitrary<Op> =>
  fc.oneof(
    {
      weight: 5,
      arbitrary: fc.subarray<Capability>([...asked]).map((caps): Op => ({ kind: 'lower_caps', caps })),
    },
    {
      weight: 1,
      arbitrary: fc.subarray<Capability>([...asked]).map((keep): Op => ({ kind: 'drop_caps', keep })),
    },
  )

/** What asks for them: a layer that leaves binding alone, and a port that takes one. */
const attempts = (slot: number): readonly Op[] => [enforce(0), tcp(slot), bind(slot, at(80 + slot))]

type Held = { readonly permitted: readonly Capability[]; readonly effective: readonly Capability[] }

const atFirst: Held = { permitted: asked, effective: asked }

const after = ({ permitted, effective }: Held, { op }: Step): Held => {
  if (op.kind === 'lower_caps')
    return { permitted, effective: permitted.filter(one => !op.caps.includes(one)) }
  if (op.kind !== 'drop_caps') return { permitted, effective }
  const kept = permitted.filter(one => op.keep?.includes(one))
  return { permitted: kept, effective: kept }
}

const isAsExpected = ({ op, outcome }: Step, { effective }: Held): boolean => {
  if (op.kind === 'restrict_self') return outcome === (effective.includes('CAP_SYS_ADMIN') ? 'OK' : 'EPERM')
  if (op.kind === 'bind') return outcome === (effective.includes('CAP_NET_BIND_SERVICE') ? 'OK' : 'EACCES')
  return true
}

/** A capability that is lowered does not count until it is raised again: for enforcing and for low ports it is what is effective at the call. */
export const aCapabilityCountsWhileItIsEffective: Spec = {
  name: 'a-capability-counts-while-it-is-effective',
  programs: target =>
    fc.array(change(), { minLength: 2, maxLength: 4 }).map(changes =>
      program(
        create(target, 0, { handled_access_net: ['connect_tcp'] }),
        changes.flatMap((one, slot) => [one, ...attempts(slot)]),
      ),
    ),
  always: target => [
    program(
      create(target, 0, { handled_access_net: ['connect_tcp'] }),
      [['CAP_SYS_ADMIN' as const], [], ['CAP_NET_BIND_SERVICE' as const], []].flatMap(
        (caps, slot): readonly Op[] => [{ kind: 'lower_caps', caps }, ...attempts(slot)],
      ),
    ),
  ],
  holds: trace =>
    trace.every((step, index) => isAsExpected(step, trace.slice(0, index).reduce(after, atFirst))),
  refutedBy: withOp(op =>
    op.kind === 'lower_caps' ? { kind: 'drop_caps', keep: asked.filter(one => !op.caps.includes(one)) } : op,
  ),
}
