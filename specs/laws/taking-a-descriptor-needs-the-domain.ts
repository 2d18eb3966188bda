import fc from 'fast-check'
import { by, close, layer, program, sandbox, tcp } from '../arbitrary/ops.js'
import { takeFd } from '../arbitrary/passing.js'
import type { Actor, Op, Program } from '../program.js'
import type { Spec } from '../spec.js'
import type { Target } from '../target.js'
import { stepsOf } from '../trace.js'
import { withOutcome } from '../wrong.js'

type TakingDomains = {
  readonly common: number
  readonly takers: number
  readonly owners: number
  readonly taker: Actor
  readonly isOpen: boolean
  /** A file that is no socket is taken, too. */
  readonly file: boolean
}

const layers = (target: Target, count: number, first: number): readonly Op[] =>
  Array.from({ length: count }, (_, index) =>
    index % 2 === 0
      ? layer(target, first + index, ['bind_tcp'])
      : sandbox(target, first + index, { handled_access_fs: ['make_sock'] }),
  ).flat()

/** Some layers that both have, some of their own, and then one takes a descriptor of the other. */
const attempt = (target: Target, { common, takers, owners, taker, isOpen, file }: TakingDomains): Program => {
  const owner = 1 - taker
  return program(
    layers(target, common, 0),
    { kind: 'fork', child: 1 },
    by(taker, layers(target, takers, 2)),
    by(owner, layers(target, owners, 4), tcp(0), isOpen ? [] : close(0)),
    by(taker, file ? { kind: 'take_file', from: owner } : [], takeFd(owner, 0, 1)),
    by(taker, { kind: 'listen', socket: 1 }),
  )
}

const everyAttempt = (target: Target): readonly Program[] =>
  [0, 1, 2].flatMap(common =>
    [0, 1, 2].flatMap(takers =>
      [0, 1].flatMap(owners =>
        [0, 1].flatMap(taker =>
          [true, false].map(isOpen =>
            attempt(target, { common, takers, owners, taker, isOpen, file: isOpen }),
          ),
        ),
      ),
    ),
  )

/**
 * A process takes descriptors from processes in its own domain and in those nested in it, and from no other: EPERM, before
 * it is told whether there is one. What the layers handle makes no difference.
 */
export const takingADescriptorNeedsTheDomain: Spec = {
  name: 'taking-a-descriptor-needs-the-domain',
  programs: target => fc.constantFrom(...everyAttempt(target)),
  every: everyAttempt,
  holds(trace) {
    const fork = trace.findIndex(({ op }) => op.kind === 'fork')
    const taken = trace.find(({ op }) => op.kind === 'take_fd')
    const own = trace
      .slice(fork)
      .some(({ op }) => op.kind === 'restrict_self' && (op.actor ?? 0) === (taken?.op.actor ?? 0))
    const isClosed = stepsOf(trace, 'close').length > 0
    const files = stepsOf(trace, 'take_file')
    const mayNot = own ? 'EPERM' : 'OK'
    return (
      files.every(({ outcome }) => outcome === mayNot) &&
      taken?.outcome === (own ? 'EPERM' : isClosed ? 'EBADF' : 'OK')
    )
  },
  refutedBy: withOutcome('OK', op => op.kind === 'take_fd'),
}
