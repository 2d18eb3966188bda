import fc from 'fast-check'
import { connectName, program, sandbox, send, sendName, unix, unixServer } from '../arbitrary/ops.js'
import type { Spec } from '../spec.js'
import { stepsOf } from '../trace.js'
import { scopes } from '../uapi/landlock.js'
import { withOutcome } from '../wrong.js'

/** A datagram socket that was connected before a scope was enforced still sends to its peer, and to nobody else outside. */
export const aPeerStaysAPeer: Spec = {
  name: 'a-peer-stays-a-peer',
  applies: ({ abi }) => abi >= scopes.abstract_unix_socket.abi,
  programs: target =>
    fc
      .record({ named: fc.boolean(), other: fc.boolean() })
      .map(({ named, other }) =>
        program(
          unixServer(0, '@a', 'SOCK_DGRAM'),
          unixServer(2, '@b', 'SOCK_DGRAM'),
          unix(1, 'SOCK_DGRAM'),
          connectName(1, '@a'),
          sandbox(target, 0, { scoped: ['abstract_unix_socket'] }),
          named ? sendName(1, '@a') : send(1),
          other ? sendName(1, '@b') : [],
        ),
      ),
  holds(trace) {
    const [peer, other] = stepsOf(trace, 'sendto')
    return peer?.outcome === 'OK' && (other === undefined || other.outcome === 'EPERM')
  },
  refutedBy: withOutcome('EPERM', op => op.kind === 'sendto'),
}
