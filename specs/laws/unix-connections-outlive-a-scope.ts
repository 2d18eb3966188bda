import fc from 'fast-check'
import { accept, connectName, program, recv, sandbox, send, unix, unixServer } from '../arbitrary/ops.js'
import type { Spec } from '../spec.js'
import { lastOf, stepsOf } from '../trace.js'
import { scopes } from '../uapi/landlock.js'
import { withOutcome } from '../wrong.js'

/** A connection to an abstract socket that was made before a scope was enforced goes on; one more is not to be had: EPERM. */
export const unixConnectionsOutliveAScope: Spec = {
  name: 'unix-connections-outlive-a-scope',
  applies: ({ abi }) => abi >= scopes.abstract_unix_socket.abi,
  programs: target =>
    fc
      .record({
        type: fc.constantFrom('SOCK_STREAM' as const, 'SOCK_SEQPACKET' as const),
        via: fc.constantFrom(undefined, 'send' as const, 'sendmsg' as const),
        back: fc.boolean(),
      })
      .map(({ type, via, back }) => {
        const [from, to] = back ? [2, 1] : [1, 2]
        const sends = send(from)
        return program(
          unixServer(0, '@s', type),
          unix(1, type),
          connectName(1, '@s'),
          accept(0, 2),
          sandbox(target, 0, { scoped: ['abstract_unix_socket'] }),
          via === undefined ? sends : { ...sends, via },
          recv(to),
          unix(3, type),
          connectName(3, '@s'),
        )
      }),
  holds: trace =>
    stepsOf(trace, 'sendto', 'recv').every(({ outcome }) => outcome !== 'EPERM' && outcome !== 'EAGAIN') &&
    lastOf(trace, 'connect') === 'EPERM',
  refutedBy: withOutcome('EPERM', op => op.kind === 'sendto'),
}
