import fc from 'fast-check'
import { by, layer, program, tcp } from '../arbitrary/ops.js'
import { takeFd } from '../arbitrary/passing.js'
import type { Capability, Program } from '../program.js'
import type { Spec } from '../spec.js'
import type { Target } from '../target.js'
import { lastOf } from '../trace.js'
import { withOutcome } from '../wrong.js'

const keeps: readonly (readonly Capability[] | null)[] = [
  null,
  [],
  ['CAP_NET_RAW'],
  ['CAP_NET_RAW', 'CAP_SYS_ADMIN'],
  ['CAP_SYS_PTRACE'],
]

const drop = (keep: readonly Capability[] | null) =>
  keep === null ? [] : { kind: 'drop_caps' as const, keep }

type TakingCapabilities = {
  readonly taker: readonly Capability[] | null
  readonly owner: readonly Capability[] | null
  readonly isInside: boolean
}

const attempt = (target: Target, { taker, owner, isInside }: TakingCapabilities): Program =>
  program(
    isInside ? layer(target, 0, ['bind_tcp']) : [],
    { kind: 'fork', child: 1 },
    by(1, drop(owner), tcp(0)),
    drop(taker),
    takeFd(1, 0, 1),
    takeFd(0, 1, 2),
  )

const everyAttempt = (target: Target): readonly Program[] =>
  keeps.flatMap(taker =>
    keeps.flatMap(owner => [true, false].map(isInside => attempt(target, { taker, owner, isInside }))),
  )

/** Who takes a descriptor has every capability that its owner has, or CAP_SYS_PTRACE; but anybody takes its own. */
export const takingADescriptorNeedsTheCapabilities: Spec = {
  name: 'taking-a-descriptor-needs-the-capabilities',
  programs: target => fc.constantFrom(...everyAttempt(target)),
  every: everyAttempt,
  holds(trace) {
    const keptBy = (actor: number): readonly Capability[] | undefined =>
      trace.flatMap(({ op }) =>
        op.kind === 'drop_caps' && (op.actor ?? 0) === actor ? [op.keep ?? []] : [],
      )[0]
    const [taker, owner] = [keptBy(0), keptBy(1)]
    const may =
      taker === undefined ||
      taker.includes('CAP_SYS_PTRACE') ||
      owner?.every(one => taker.includes(one)) === true
    const [taken] = trace.filter(({ op }) => op.kind === 'take_fd')
    return taken?.outcome === (may ? 'OK' : 'EPERM') && lastOf(trace, 'take_fd') === (may ? 'OK' : 'EBADF')
  },
  refutedBy: withOutcome('OK', op => op.kind === 'take_fd'),
}
