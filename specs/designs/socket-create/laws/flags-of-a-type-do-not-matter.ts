import fc from 'fast-check'
import { program } from '../../../arbitrary/ops.js'
import type { Program } from '../../../program.js'
import type { Spec } from '../../../spec.js'
import type { Target } from '../../../target.js'
import { stepsOf } from '../../../trace.js'
import { socketTypes } from '../../../uapi/socket.js'
import { withOutcome } from '../../../wrong.js'
import { creationLayer, kinds, knows, open } from '../../ops.js'

/** SOCK_CLOEXEC, SOCK_NONBLOCK, and both. */
const flags = [0o2000000, 0o4000, 0o2004000] as const

const all = (target: Target): readonly Program[] =>
  [kinds.tcp, kinds.udp6, kinds.seqpacket].flatMap(kind =>
    flags.flatMap(flag =>
      [[kind], [], [kinds.netlink]].map(allowed =>
        program(creationLayer(target, 0, allowed), open(0, kind), {
          ...open(1, { ...kind, type: socketTypes[kind.type] | flag }),
        }),
      ),
    ),
  )

/** SOCK_CLOEXEC and SOCK_NONBLOCK are no part of the type that a rule is about. */
export const flagsOfATypeDoNotMatter: Spec = {
  name: 'flags-of-a-type-do-not-matter',
  applies: target => knows(target, 'create'),
  programs: target => fc.constantFrom(...all(target)),
  every: all,
  holds(trace) {
    const [plain, flagged] = stepsOf(trace, 'socket').map(({ outcome }) => outcome)
    return plain === flagged
  },
  refutedBy: withOutcome('EACCES', op => op.kind === 'socket' && typeof op.type === 'number'),
}
