import fc from 'fast-check'
import { domain } from '../arbitrary/draw.js'
import { at, bind, layer, program, tcp } from '../arbitrary/ops.js'
import type { Spec } from '../spec.js'
import { stepsOf } from '../trace.js'
import { withOutcome } from '../wrong.js'

/** A duplicate is judged as the socket that it is: denied alike, bound alike. */
export const duplicatesAreOneSocket: Spec = {
  name: 'duplicates-are-one-socket',
  programs: target =>
    fc
      .record({ domain: domain(), early: fc.boolean(), closes: fc.boolean(), granted: fc.boolean() })
      .map(({ domain, early, closes, granted }) => {
        const dup = { kind: 'dup' as const, socket: 0, as: 1 }
        return program(
          tcp(0, domain),
          early ? dup : [],
          layer(target, 0, ['bind_tcp'], granted ? [{ allow: ['bind_tcp'], port: 'a' }] : []),
          early ? [] : dup,
          closes ? { kind: 'close', socket: 0 } : bind(0, at('b', domain)),
          bind(1, at('a', domain)),
          closes ? [] : { kind: 'getsockname', socket: 0 },
        )
      }),
  holds(trace) {
    const isGranted = trace.some(({ op }) => op.kind === 'add_rule')
    const through = trace.find(({ op }) => op.kind === 'bind' && op.socket === 1)
    const [name] = stepsOf(trace, 'getsockname')
    const isSame = name === undefined || name.outcome === (isGranted ? '=a' : '=0')
    return through?.outcome === (isGranted ? 'OK' : 'EACCES') && isSame
  },
  refutedBy: withOutcome('EACCES', op => op.kind === 'bind' && op.socket === 1),
}
