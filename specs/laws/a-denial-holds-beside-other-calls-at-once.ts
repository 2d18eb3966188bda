import fc from 'fast-check'
import { delay } from '../arbitrary/delays.js'
import { domain, right } from '../arbitrary/draw.js'
import {
  at,
  atOnce,
  bind,
  by,
  connect,
  type Domain,
  exercise,
  layer,
  listen,
  program,
} from '../arbitrary/ops.js'
import { portIn } from '../ops/uses.js'
import type { Op } from '../program.js'
import type { Spec } from '../spec.js'
import { withLayers } from '../wrong.js'

const fork: Op = { kind: 'fork', child: 1 }

/** What another process does with the same socket. */
const others: Readonly<Record<string, (domain: Domain) => Op>> = {
  bind: domain => bind(0, at('a', domain)),
  connect: domain => connect(0, at('a', domain)),
  disconnect: () => connect(0, { family: 'AF_UNSPEC', host: '0.0.0.0', port: 0 }),
  listen: () => listen(0),
  option: () => ({ kind: 'setsockopt', socket: 0, option: 'SO_REUSEADDR', value: 1 }),
}

/**
 * A call that is denied stays denied while another process, in the sandbox or not, at the same time binds the same socket, connects or disconnects
 * it, has it listen, or sets an option of it.
 */
export const aDenialHoldsBesideOtherCallsAtOnce: Spec = {
  name: 'a-denial-holds-beside-other-calls-at-once',
  onDemand: true,
  programs: target =>
    fc
      .record({
        ...{ right: right(target), domain: domain(), other: fc.constantFrom(...Object.values(others)) },
        ...{ isInside: fc.boolean(), isFirst: fc.boolean(), delay: delay() },
      })
      .map(({ right, domain, other, isInside, isFirst, delay }) => {
        const [made, denied] = exercise(right, 0, 'b', domain)
        const beside = by(1, other(domain))
        const sandbox = layer(target, 0, [right], [{ allow: [right], port: 'a' }])
        return program(
          made,
          ...(isInside ? [sandbox, fork] : [fork, sandbox]),
          isFirst ? atOnce(delay, denied, beside) : atOnce(delay, beside, denied),
        )
      }),
  holds: trace => trace.every(({ op, outcome }) => portIn(op) !== 'b' || outcome === 'EACCES'),
  refutedBy: withLayers(() => []),
}
