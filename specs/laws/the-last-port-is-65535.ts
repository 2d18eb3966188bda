import fc from 'fast-check'
import { right } from '../arbitrary/draw.js'
import { addRule, create, enforce, exercise, program } from '../arbitrary/ops.js'
import type { Spec } from '../spec.js'
import { lastOf, portRule, stepsOf } from '../trace.js'
import { withRules } from '../wrong.js'

/** A rule takes ports up to 65535; whatever is above is EINVAL and is not cut to 16 bits. */
export const theLastPortIs65535: Spec = {
  name: 'the-last-port-is-65535',
  programs: target =>
    fc
      .record({
        right: right(target),
        port: fc.constantFrom(
          1023,
          1024,
          8080,
          65534,
          65535,
          65536,
          65537,
          73616,
          2 ** 31,
          2 ** 32,
          2 ** 32 + 8080,
          2 ** 48,
        ),
      })
      .map(({ right, port }) =>
        program(
          create(target, 0, { handled_access_net: [right] }),
          addRule(0, { allow: [right], port }),
          enforce(0),
          exercise(right, 0, port % 65536),
        ),
      ),
  holds(trace) {
    const [rule] = stepsOf(trace, 'add_rule')
    const isPort = Number(portRule(rule?.op)?.port) <= 65535
    return (
      rule?.outcome === (isPort ? 'OK' : 'EINVAL') &&
      (lastOf(trace, 'bind', 'connect') === 'EACCES') === !isPort
    )
  },
  refutedBy: withRules(rule => (typeof rule.port === 'number' ? { ...rule, port: rule.port % 65536 } : rule)),
}
