import fc from 'fast-check'
import { domain } from '../arbitrary/draw.js'
import { exercise, layer, program, tcpRights } from '../arbitrary/ops.js'
import type { Spec } from '../spec.js'
import { stepsOf } from '../trace.js'
import { withLayers } from '../wrong.js'

/** A rule that allows binding to a port does not allow connecting to it, and the other way round. */
export const bindAndConnectAreApart: Spec = {
  name: 'bind-and-connect-are-apart',
  programs: target =>
    fc
      .record({ granted: fc.constantFrom(...tcpRights), domain: domain() })
      .map(({ granted, domain }) =>
        program(
          layer(target, 0, tcpRights, [{ allow: [granted], port: 'a' }]),
          exercise('bind_tcp', 0, 'a', domain),
          exercise('connect_tcp', 1, 'a', domain),
        ),
      ),
  holds(trace) {
    const denials = stepsOf(trace, 'bind', 'connect').filter(({ outcome }) => outcome === 'EACCES')
    return denials.length === 1
  },
  refutedBy: withLayers(layers =>
    layers.map(layer => ({ ...layer, rules: new Map([...layer.rules.keys()].map(port => [port, ~0])) })),
  ),
}
