import fc from 'fast-check'
import { byRoute } from '../arbitrary/ops.js'
import { bothOutcomes, everyAction, programsOf, type RouteProgram } from '../arbitrary/routes.js'
import { type Op, type Program, routeOf } from '../program.js'
import type { Spec } from '../spec.js'
import type { Target } from '../target.js'
import { withOutcome } from '../wrong.js'

const makesSandbox = ({ kind }: Op): boolean =>
  kind === 'create_ruleset' || kind === 'add_rule' || kind === 'restrict_self'

/** The sandbox is made in the same way as the second of the two calls. */
const throughout = ({ ops }: Program): Program => ({
  ops: ops.map(op => (makesSandbox(op) ? byRoute(op, 'high_bits') : op)),
})

const all = (target: Target): readonly Program[] =>
  programsOf(everyAction(target, ['high_bits']).filter(isOverIpv4)).map(throughout)

const isOverIpv4 = ({ program }: RouteProgram): boolean =>
  program.ops.every(op => op.kind !== 'socket' || op.domain !== 'AF_INET6')

/** Of an argument that is 32 bits wide the kernel reads those, whatever stands above them in its register: descriptors, flags, lengths. */
export const bitsAboveAnArgumentAreIgnored: Spec = {
  name: 'bits-above-an-argument-are-ignored',
  older: true,
  programs: target => fc.constantFrom(...all(target)),
  always: all,
  holds(trace) {
    const [wide, plain] = bothOutcomes(trace)
    const isMade = trace.every(({ op, outcome }) => !makesSandbox(op) || outcome === 'OK')
    return isMade && wide === plain
  },
  refutedBy: withOutcome('EBADF', op => routeOf(op) === 'high_bits' && !makesSandbox(op)),
}
