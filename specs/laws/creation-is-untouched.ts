import fc from 'fast-check'
import { by, layer, program, rightsOf } from '../arbitrary/ops.js'
import { namesOf } from '../names-of.js'
import type { Op, Program } from '../program.js'
import { socketKey } from '../socket-key.js'
import type { Spec } from '../spec.js'
import type { Target } from '../target.js'
import { stepsOf } from '../trace.js'
import {
  type Family,
  families,
  type Protocol,
  protocols,
  type SocketType,
  socketTypes,
} from '../uapi/socket.js'
import { withOutcome } from '../wrong.js'

/** One program per family: every type in the sandbox of a child, and outside of it. */
const everyFamily = (target: Target): readonly Program[] =>
  namesOf(families).map(domain => {
    const sockets = kindsOf(target, domain).map(
      ([type, protocol], as): Op => ({ kind: 'socket', as, domain, type, protocol }),
    )
    return twice(target, sockets)
  })

const kindsOf = (target: Target, domain: Family): readonly (readonly [SocketType, Protocol])[] =>
  namesOf(socketTypes).flatMap(type =>
    namesOf(protocols)
      .filter(protocol => target.sockets[socketKey({ domain, type, protocol })] !== undefined)
      .map(protocol => [type, protocol] as const),
  )

const twice = (target: Target, sockets: readonly Op[]): Program =>
  program({ kind: 'fork', child: 1 }, by(1, layer(target, 0, rightsOf(target)), sockets), sockets)

/** Families and types that no kernel has. */
const outOfRange = (target: Target): readonly Program[] => {
  const sockets = [-1, 46, 47, 255, 65536].flatMap((domain, as): readonly Op[] => [
    { kind: 'socket', as, domain, type: 'SOCK_STREAM', protocol: 'IPPROTO_IP' },
    { kind: 'socket', as, domain: 'AF_INET', type: 11 + as, protocol: 'IPPROTO_IP' },
  ])
  return [twice(target, sockets)]
}

/** No network right restricts creating sockets: every family and type answers as outside of a sandbox. */
export const creationIsUntouched: Spec = {
  name: 'creation-is-untouched',
  older: true,
  programs: target => fc.constantFrom(...everyFamily(target)),
  always: target => [...everyFamily(target), ...outOfRange(target)],
  holds(trace) {
    const outcomes = [0, 1].map(actor =>
      stepsOf(trace, 'socket')
        .filter(({ op }) => (op.actor ?? 0) === actor)
        .map(({ outcome }) => outcome),
    )
    return outcomes[0]?.join() === outcomes[1]?.join()
  },
  refutedBy: withOutcome(
    'EACCES',
    (op, { processes }) => op.kind === 'socket' && processes.get(op.actor ?? 0)?.layers.length === 1,
  ),
}
