import fc from 'fast-check'
import {
  by,
  close,
  type Domain,
  domains,
  exercise,
  layer,
  type NetRightName,
  program,
  rightsOf,
} from '../arbitrary/ops.js'
import { pass, type Transfer, transfers } from '../arbitrary/passing.js'
import type { Program } from '../program.js'
import type { Spec } from '../spec.js'
import type { Target } from '../target.js'
import { stepsOf } from '../trace.js'
import { withLayers } from '../wrong.js'

const passed = 5

type PassedSocket = {
  readonly right: NetRightName
  readonly passage: Transfer
  readonly domain: Domain
  readonly isGranted: boolean
}

/** Who made the socket tries it first, if it is to be denied; then the other does, and once more with its own. */
const attempts = (target: Target, { right, passage, domain, isGranted }: PassedSocket): Program => {
  const [open, call] = exercise(right, 0, 'a', domain)
  const grants = isGranted ? [{ allow: [right], port: 'a' as const }] : []
  const ephemeral = right === 'connect_send_udp' ? [{ allow: ['bind_udp'], port: 0 }] : []
  return program(
    { kind: 'fork', child: 1 },
    by(
      1,
      layer(target, 0, right === 'connect_send_udp' ? [right, 'bind_udp'] : [right], [
        ...grants,
        ...ephemeral,
      ]),
    ),
    by(passage.from, open),
    passage.from === 1 && !isGranted ? by(1, call) : [],
    pass(passage, 0, passed),
    by(passage.to, { ...call, socket: passed }, close(passed), exercise(right, 6, 'a', domain)),
  )
}

const everyCase = (target: Target): readonly Program[] =>
  rightsOf(target).flatMap(right =>
    transfers.flatMap(passage =>
      domains.flatMap(domain =>
        [true, false].map(isGranted => attempts(target, { right, passage, domain, isGranted })),
      ),
    ),
  )

/** Whoever made a socket, and however it came: a call on it is judged by the domain of the process that makes the call. */
export const aPassedSocketIsJudgedByWhoUsesIt: Spec = {
  name: 'a-passed-socket-is-judged-by-who-uses-it',
  programs: target => fc.constantFrom(...everyCase(target)),
  always: everyCase,
  holds(trace) {
    const [own, other, ...before] = stepsOf(trace, 'bind', 'connect').toReversed()
    if (before.some(({ outcome }) => outcome !== 'EACCES')) return false
    return (own?.outcome === 'EACCES') === (other?.outcome === 'EACCES')
  },
  refutedBy: step => (target, state, op) =>
    'socket' in op && op.socket === passed
      ? withLayers(() => [])(step)(target, state, op)
      : step(target, state, op),
}
