import fc from 'fast-check'
import { anyPort, domain, right } from '../arbitrary/draw.js'
import { close, exercise, layer, type NetRightName, program, rightsOf } from '../arbitrary/ops.js'
import type { Spec } from '../spec.js'
import { stepsOf } from '../trace.js'
import { withLayers } from '../wrong.js'

/** A UDP connect also binds a port, so BIND_UDP may deny it. */
const isAutobind = (right: NetRightName, other: NetRightName): boolean =>
  right === 'connect_send_udp' && other === 'bind_udp'

/** A right that no layer handles gives the same outcome before and after enforcement. */
export const unhandledIsUntouched: Spec = {
  name: 'unhandled-is-untouched',
  programs: target =>
    fc.record({ right: right(target), port: anyPort(), domain: domain() }).map(({ right, port, domain }) => {
      const others = rightsOf(target).filter(other => other !== right && !isAutobind(right, other))
      return program(
        exercise(right, 0, port, domain),
        close(0),
        layer(target, 0, others),
        exercise(right, 1, port, domain),
      )
    }),
  holds(trace) {
    const [before, after] = stepsOf(trace, 'bind', 'connect')
    return before?.outcome === after?.outcome && after?.outcome !== 'EACCES'
  },
  refutedBy: withLayers(layers => layers.map(layer => ({ ...layer, handledNet: ~0 }))),
}
