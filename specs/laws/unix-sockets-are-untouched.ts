import fc from 'fast-check'
import { accept, layer, listen, program, rightsOf } from '../arbitrary/ops.js'
import type { Op } from '../program.js'
import type { Spec } from '../spec.js'
import { withOutcome } from '../wrong.js'

const unix = (as: number): Op => ({
  kind: 'socket',
  as,
  domain: 'AF_UNIX',
  type: 'SOCK_STREAM',
  protocol: 'IPPROTO_IP',
})

const pair: Op = { kind: 'socketpair', domain: 'AF_UNIX', type: 'SOCK_STREAM', protocol: 'IPPROTO_IP' }

/** Network rights leave UNIX sockets alone: bind, listen, connect and accept go on. */
export const unixSocketsAreUntouched: Spec = {
  name: 'unix-sockets-are-untouched',
  programs: target =>
    fc
      .record({
        early: fc.boolean(),
        name: fc.constantFrom('@s' as const, '@server' as const),
        pairs: fc.boolean(),
      })
      .map(({ early, name, pairs }) => {
        const sandbox = layer(target, 0, rightsOf(target))
        const address = { family: 'AF_UNIX' as const, name }
        return program(
          early ? sandbox : [],
          unix(0),
          { kind: 'bind', socket: 0, address },
          listen(0),
          early ? [] : sandbox,
          unix(1),
          { kind: 'connect', socket: 1, address },
          accept(0, 2),
          pairs ? [pair] : [],
        )
      }),
  holds: trace => trace.every(({ outcome }) => outcome === 'OK'),
  refutedBy: withOutcome('EACCES', op => op.kind === 'connect'),
}
