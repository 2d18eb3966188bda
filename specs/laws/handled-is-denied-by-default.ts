import fc from 'fast-check'
import { anyPort, domain, right } from '../arbitrary/draw.js'
import { exercise, layer, program } from '../arbitrary/ops.js'
import type { Spec } from '../spec.js'
import { lastOf } from '../trace.js'
import { withLayers } from '../wrong.js'

/** What a layer handles and no rule allows is denied, whatever the port. */
export const handledIsDeniedByDefault: Spec = {
  name: 'handled-is-denied-by-default',
  programs: target =>
    fc
      .record({ right: right(target), port: anyPort(), domain: domain() })
      .map(({ right, port, domain }) => program(layer(target, 0, [right]), exercise(right, 0, port, domain))),
  holds: trace => lastOf(trace, 'bind', 'connect') === 'EACCES',
  refutedBy: withLayers(() => []),
}
