import fc from 'fast-check'
import { at, by, layer, program, rightsOf } from '../arbitrary/ops.js'
import type { Address, Op } from '../program.js'
import type { Spec } from '../spec.js'
import { stepsOf } from '../trace.js'
import { withOutcome } from '../wrong.js'

const unix = (as: number): Op => ({
  kind: 'socket',
  as,
  domain: 'AF_UNIX',
  type: 'SOCK_STREAM',
  protocol: 'IPPROTO_IP',
})

const name: Address = { family: 'AF_UNIX', name: '@s' }

/** Right and wrong calls on two UNIX sockets. */
const calls: readonly Op[] = [0, 1].flatMap((socket): readonly Op[] => [
  { kind: 'bind', socket, address: name },
  { kind: 'bind', socket, address: at('a') },
  { kind: 'connect', socket, address: name },
  { kind: 'connect', socket, address: at('a') },
  { kind: 'listen', socket },
  { kind: 'accept', socket, as: 2 },
])

const close: readonly Op[] = [0, 1, 2].map(socket => ({ kind: 'close', socket }))

/** What a UNIX socket refuses, it refuses with the same errno in a sandbox of network rights. */
export const unixErrorsStayTheSame: Spec = {
  name: 'unix-errors-stay-the-same',
  programs: target =>
    fc
      .record({
        calls: fc.array(fc.constantFrom(...calls), { minLength: 1, maxLength: 5 }),
        second: fc.boolean(),
      })
      .map(({ calls, second }) => {
        const ops = [unix(0), ...(second ? [unix(1)] : []), ...calls]
        const sandbox = layer(target, 0, rightsOf(target))
        return program({ kind: 'fork', child: 1 }, by(1, ops, close), sandbox, ops)
      }),
  holds(trace) {
    const [free, sandboxed] = [1, 0].map(actor =>
      stepsOf(trace, 'bind', 'connect', 'listen', 'accept')
        .filter(({ op }) => (op.actor ?? 0) === actor)
        .map(({ outcome }) => outcome),
    )
    return free?.join() === sandboxed?.join()
  },
  refutedBy: withOutcome(
    'EACCES',
    (op, { processes }) => op.kind === 'connect' && processes.get(op.actor ?? 0)?.layers.length === 1,
  ),
}
