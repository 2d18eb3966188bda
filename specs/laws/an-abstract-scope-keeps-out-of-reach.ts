import fc from 'fast-check'
import { by, connectName, program, sandbox, sendName, unix, unixServer, unixTypes } from '../arbitrary/ops.js'
import type { Op } from '../program.js'
import type { Spec } from '../spec.js'
import { lastOf } from '../trace.js'
import { scopes } from '../uapi/landlock.js'
import { withOutcome } from '../wrong.js'

/** A domain with the abstract UNIX scope reaches abstract sockets made in it or below it, and no other: EPERM. */
export const anAbstractScopeKeepsOutOfReach: Spec = {
  name: 'an-abstract-scope-keeps-out-of-reach',
  applies: ({ abi }) => abi >= scopes.abstract_unix_socket.abi,
  programs: target =>
    fc
      .record({
        type: fc.constantFrom(...unixTypes),
        maker: fc.constantFrom('outside' as const, 'inside' as const, 'nested' as const),
        name: fc.constantFrom('@s' as const, '/s' as const),
        sends: fc.boolean(),
      })
      .filter(({ type, sends }) => type === 'SOCK_DGRAM' || !sends)
      .map(({ type, maker, name, sends }) => {
        const serve = unixServer(0, name, type)
        const scope = sandbox(target, 0, { scoped: ['abstract_unix_socket'] })
        const reach: readonly Op[] = [unix(1, type), sends ? sendName(1, name) : connectName(1, name)]
        const inner = sandbox(target, 1, { scoped: ['signal'] })
        const orders = {
          outside: [serve, scope, reach],
          inside: [scope, serve, reach],
          nested: [scope, { kind: 'fork', child: 1 } as const, by(1, inner, serve), reach],
        } as const
        return program(...orders[maker])
      }),
  holds(trace) {
    const isOutside = trace[0]?.op.kind === 'socket'
    const isAbstract = trace.some(
      ({ op }) => op.kind === 'bind' && 'name' in op.address && op.address.name.startsWith('@'),
    )
    return lastOf(trace, 'connect', 'sendto') === (isOutside && isAbstract ? 'EPERM' : 'OK')
  },
  refutedBy: withOutcome('EPERM', op => op.kind === 'connect' || op.kind === 'sendto'),
}
