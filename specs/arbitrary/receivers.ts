import type { Op } from '../program.js'
import type { Target } from '../target.js'
import { at, bind, type Domain, layer, udp } from './ops.js'

/** Socket 0 receives on port a and socket 1 on b, and only a may be sent to by socket 2. */
export const receivers = (target: Target, domain: Domain): readonly Op[] => [
  ...[udp(0, domain), bind(0, at('a', domain)), udp(1, domain), bind(1, at('b', domain)), udp(2, domain)],
  ...layer(
    target,
    0,
    ['connect_send_udp', 'bind_udp'],
    [
      { allow: ['connect_send_udp'], port: 'a' },
      { allow: ['bind_udp'], port: 0 },
    ],
  ),
]
