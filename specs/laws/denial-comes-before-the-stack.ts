import fc from 'fast-check'
import { domain } from '../arbitrary/draw.js'
import {
  at,
  bind,
  connect,
  type Domain,
  layer,
  listen,
  program,
  server,
  tcp,
  tcpRights,
} from '../arbitrary/ops.js'
import type { Op } from '../program.js'
import type { Spec } from '../spec.js'
import { withOutcome } from '../wrong.js'

type StackRefusal = 'in-use' | 'bound' | 'connected' | 'listening'

/** Puts socket 1 into a state in which the stack would refuse the last call. */
const spoil = (reason: StackRefusal, domain: Domain): readonly Op[] => {
  switch (reason) {
    case 'in-use':
      return []
    case 'bound':
      return [bind(1, at('b', domain))]
    case 'connected':
      return [connect(1, at('a', domain))]
    case 'listening':
      return [listen(1)]
  }
}

/** A denied call is EACCES even where the stack would refuse it: port in use, socket already bound or connected. */
export const denialComesBeforeTheStack: Spec = {
  name: 'denial-comes-before-the-stack',
  programs: target =>
    fc
      .record({
        domain: domain(),
        reason: fc.constantFrom<StackRefusal[]>('in-use', 'bound', 'connected', 'listening'),
      })
      .map(({ domain, reason }) =>
        program(
          server(0, at('a', domain), domain),
          tcp(1, domain),
          spoil(reason, domain),
          layer(target, 0, tcpRights),
          reason === 'connected' ? connect(1, at('b', domain)) : bind(1, at('a', domain)),
        ),
      ),
  holds: trace => trace.at(-1)?.outcome === 'EACCES',
  refutedBy: withOutcome(
    'EADDRINUSE',
    (op, state) => (op.kind === 'bind' || op.kind === 'connect') && state.rulesets.length > 0,
  ),
}
