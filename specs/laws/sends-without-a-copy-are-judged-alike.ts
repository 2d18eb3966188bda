import fc from 'fast-check'
import { domain, policy } from '../arbitrary/draw.js'
import { at, bind, connect, layer, program, udp, wildcard } from '../arbitrary/ops.js'
import type { Op, OpOf } from '../program.js'
import type { Spec } from '../spec.js'
import { stepsOf } from '../trace.js'
import { withOutcome } from '../wrong.js'

type SendChoice = Partial<Pick<OpOf<'sendto'>, 'via' | 'with' | 'route'>>

/** With a copy, and without one in every way that there is. */
const sends: readonly SendChoice[] = [
  {},
  { with: 'MSG_ZEROCOPY' },
  { with: 'MSG_ZEROCOPY', via: 'sendmsg' },
  { with: 'MSG_ZEROCOPY', via: 'sendmmsg' },
  { with: 'MSG_ZEROCOPY', route: 'io_uring' },
  { route: 'io_uring_zc' },
  { route: 'io_uring_zc', via: 'sendmsg' },
]

/** A datagram is judged by its address, also where the kernel takes its bytes where they lie. */
export const sendsWithoutACopyAreJudgedAlike: Spec = {
  name: 'sends-without-a-copy-are-judged-alike',
  programs: target =>
    fc
      .record({ domain: domain(), policy: policy(target), zerocopy: fc.boolean(), connected: fc.boolean() })
      .map(({ domain, policy, zerocopy, connected }) =>
        program(
          udp(0, domain),
          bind(0, at('c', domain, wildcard(domain))),
          [udp(1, domain), bind(1, at('a', domain))],
          zerocopy ? { kind: 'setsockopt', socket: 0, option: 'SO_ZEROCOPY', value: 1 } : [],
          connected ? connect(0, at('a', domain)) : [],
          layer(target, 0, policy.handled, policy.grants),
          sends.map(
            (how): Op => ({
              ...{ kind: 'sendto', socket: 0 },
              ...(connected ? {} : { address: at('a', domain) }),
              ...how,
            }),
          ),
        ),
      ),
  holds: trace => new Set(stepsOf(trace, 'sendto').map(({ outcome }) => outcome)).size === 1,
  refutedBy: withOutcome('EACCES', op => op.kind === 'sendto' && op.route === 'io_uring_zc'),
}
