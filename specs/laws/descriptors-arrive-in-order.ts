import fc from 'fast-check'
import { freshPort } from '../arbitrary/draw.js'
import { at, bind, by, layer, program, rightsOf, tcp } from '../arbitrary/ops.js'
import { receiveFd, sendFd } from '../arbitrary/passing.js'
import type { Spec } from '../spec.js'
import { stepsOf } from '../trace.js'

const named = (socket: number) => ({ kind: 'getsockname' as const, socket })

/** Descriptors are received in the order in which they were sent, in a sandbox as outside of it, and none twice. */
export const descriptorsArriveInOrder: Spec = {
  name: 'descriptors-arrive-in-order',
  programs: target =>
    fc
      .record({
        sent: fc.array(freshPort(), { minLength: 1, maxLength: 3 }),
        isInside: fc.boolean(),
        forks: fc.boolean(),
      })
      .map(({ sent, isInside, forks }) =>
        program(
          [tcp(0), bind(0, at('a')), tcp(1), bind(1, at('b'))],
          forks ? { kind: 'fork', child: 1 } : [],
          isInside ? layer(target, 0, rightsOf(target)) : [],
          by(
            forks ? 1 : 0,
            sent.map(port => sendFd(port === 'a' ? 0 : 1)),
          ),
          sent.flatMap(() => [receiveFd(2), named(2)]),
          receiveFd(3),
          named(3),
        ),
      ),
  holds(trace) {
    const sent = stepsOf(trace, 'send_fd').map(({ op }) =>
      op.kind === 'send_fd' && op.socket === 0 ? '=a' : '=b',
    )
    const [last, ...names] = stepsOf(trace, 'getsockname').toReversed()
    const arrived = names.toReversed().map(({ outcome }) => outcome)
    return last?.outcome === 'EBADF' && arrived.join() === sent.join()
  },
  refutedBy: step => (target, state, op) =>
    step(target, op.kind === 'receive_fd' ? { ...state, mailbox: state.mailbox.toReversed() } : state, op),
}
