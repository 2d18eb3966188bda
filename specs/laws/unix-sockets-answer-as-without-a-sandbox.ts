import fc from 'fast-check'
import {
  bindName,
  by,
  connectName,
  layer,
  program,
  rightsOf,
  send,
  sendName,
  shut,
  unix,
  unixServer,
  unixTypes,
} from '../arbitrary/ops.js'
import type { Op, Program, UnixAddress } from '../program.js'
import type { Spec } from '../spec.js'
import type { Target } from '../target.js'
import { stepsOf } from '../trace.js'
import { withOutcome } from '../wrong.js'

/** Calls on socket 1, of another type than the server perhaps, and on the server itself. */
const menuOf = (name: UnixAddress['name']): readonly (readonly Op[])[] => [
  [connectName(1, name)],
  [sendName(1, name)],
  [send(1)],
  [{ kind: 'recv', socket: 1 }],
  [bindName(1, name)],
  [bindName(1, '')],
  [{ kind: 'accept', socket: 0, as: 2 }],
  [{ kind: 'recv', socket: 0 }],
  [connectName(1, '/nowhere')],
  [{ kind: 'listen', socket: 1 }],
  [connectName(1, name), sendName(1, name)],
]

const close: readonly Op[] = [0, 1, 2].map(socket => ({ kind: 'close', socket }))

/** The same outside of a sandbox and in one, under names of their own. */
const both = (target: Target, story: (suffix: string) => readonly Op[]): Program =>
  program(
    { kind: 'fork', child: 1 },
    by(1, story('x'), close),
    layer(target, 0, rightsOf(target)),
    story('y'),
  )

/** Who sends no more, and has nobody to send to: kernels differ in what they look at first. */
const alone: readonly Op[] = [unix(1, 'SOCK_DGRAM'), shut(1, 'SHUT_WR'), send(1)]

/** UNIX sockets of every type and name answer in a sandbox of network rights as outside of it. */
export const unixSocketsAnswerAsWithoutASandbox: Spec = {
  name: 'unix-sockets-answer-as-without-a-sandbox',
  programs: target =>
    fc
      .record({
        type: fc.constantFrom(...unixTypes),
        other: fc.constantFrom(...unixTypes),
        name: fc.constantFrom('@', '/', ''),
        first: fc.nat({ max: 7 }),
        calls: fc.array(fc.nat({ max: 10 }), { minLength: 1, maxLength: 4 }),
      })
      .map(({ type, other, name, first, calls }) => {
        const story = (suffix: string): readonly Op[] => {
          const named: UnixAddress['name'] = name === '' ? '' : `${name}${suffix}`
          const menu = menuOf(named)
          return [
            ...(first === 0 ? [unix(0, type)] : unixServer(0, named, type)),
            unix(1, other),
            ...calls.flatMap(call => menu[call] ?? []),
          ]
        }
        return both(target, story)
      }),
  always: target => [both(target, () => alone)],
  holds(trace) {
    const [free, sandboxed] = [1, 0].map(actor =>
      stepsOf(trace, 'bind', 'connect', 'listen', 'accept', 'sendto', 'recv')
        .filter(({ op }) => (op.actor ?? 0) === actor)
        .map(({ outcome }) => outcome),
    )
    return free?.join() === sandboxed?.join()
  },
  refutedBy: withOutcome(
    'EACCES',
    (op, { processes }) => op.kind === 'bind' && processes.get(op.actor ?? 0)?.layers.length === 1,
  ),
}
