import { anyProgram } from '../arbitrary/program.js'
import { isReserved } from '../model/other-stacks.js'
import { creationOf } from '../model/sockets.js'
import type { OpKind } from '../program.js'
import { isPing } from '../socket-key.js'
import type { Spec } from '../spec.js'
import type { Target } from '../target.js'
import type { Step } from '../trace.js'
import { withOutcome } from '../wrong.js'

/** Before anything takes rights away from a process that has all of them, nothing is answered EACCES but what is for nobody. */
export const onlyASandboxDenies: Spec = {
  name: 'only-a-sandbox-denies',
  everywhere: true,
  programs: target => anyProgram(target),
  holds(trace, target) {
    const first = trace.findIndex(({ op }) => taking.includes(op.kind))
    const before = trace.slice(0, first < 0 ? trace.length : first)
    return before.every(step => step.outcome !== 'EACCES' || isForNobody(target, step))
  },
  refutedBy: withOutcome('EACCES', op => op.kind === 'connect'),
}

const taking: readonly OpKind[] = ['restrict_self', 'drop_caps', 'lower_caps', 'seccomp', 'setns', 'unshare']

/** A ping socket where no group may have one (net.ipv4.ping_group_range), and a type of service that TIPC keeps for itself. */
const isForNobody = (target: Target, { op }: Step): boolean =>
  (op.kind === 'socket' && isPing(op) && creationOf(target, op)?.root === 'EACCES') ||
  (op.kind === 'bind' && isReserved(op.address))
