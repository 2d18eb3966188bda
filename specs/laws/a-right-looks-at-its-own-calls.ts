import fc from 'fast-check'
import { domain } from '../arbitrary/draw.js'
import { by, close, layer, type NetRightName, program, rightsOf, tcp, udp } from '../arbitrary/ops.js'
import type { Host, Op } from '../program.js'
import type { Spec } from '../spec.js'
import type { Target } from '../target.js'
import { stepsOf } from '../trace.js'
import { withTarget } from '../wrong.js'

/** Calls that none of these rights is about, although one of the same protocol is handled. */
const others: readonly (readonly [NetRightName, typeof tcp, 'bind' | 'connect'])[] = [
  ['connect_tcp', tcp, 'bind'],
  ['bind_tcp', tcp, 'connect'],
  ['connect_send_udp', udp, 'bind'],
]

const ofTarget = (target: Target) => others.filter(([right]) => rightsOf(target).includes(right))

/** Where only another right is handled, an address that the hook would refuse gets the answer of the stack. */
export const aRightLooksAtItsOwnCalls: Spec = {
  name: 'a-right-looks-at-its-own-calls',
  applies: ({ behaviours }) => behaviours.includes('hook_by_right'),
  programs: target =>
    fc
      .record({
        other: fc.constantFrom(...ofTarget(target)),
        domain: domain(),
        host: fc.constantFrom<Host[]>('0.0.0.0', '127.0.0.1', '::', '::1'),
        length: fc.constantFrom(undefined, 2, 16, 23),
      })
      .map(({ other: [right, open, kind], domain, host, length }) => {
        const family = host.includes(':') ? ('AF_INET6' as const) : ('AF_INET' as const)
        const address = { family, host, port: 'a' as const, ...(length !== undefined && { length }) }
        const call: Op = { kind, socket: 0, address }
        return program(
          { kind: 'fork', child: 1 },
          by(1, open(0, domain), call, close(0)),
          layer(target, 0, [right]),
          open(0, domain),
          call,
        )
      }),
  holds(trace) {
    const [outside, inside] = stepsOf(trace, 'bind', 'connect')
    return outside?.outcome === inside?.outcome
  },
  refutedBy: withTarget(target => ({ ...target, behaviours: [] })),
}
