import fc from 'fast-check'
import { domain } from '../arbitrary/draw.js'
import { at, bind, connect, type Domain, layer, program, server, tcp } from '../arbitrary/ops.js'
import { namesOf } from '../names-of.js'
import type { Op, Slot } from '../program.js'
import type { Spec } from '../spec.js'
import { stepsOf } from '../trace.js'
import { socketTypes } from '../uapi/socket.js'
import { withLayers } from '../wrong.js'

/** SOCK_CLOEXEC, SOCK_NONBLOCK, and both. */
const flags = [0o2000000, 0o4000, 0o2004000] as const

const flagged = (as: Slot, domain: Domain, bits: number): Op => ({
  ...{ kind: 'socket', as, domain, protocol: 'IPPROTO_IP' },
  type: socketTypes.SOCK_STREAM | bits,
})

const acts = {
  bind: (socket: Slot, domain: Domain): Op => bind(socket, at(socket === 1 ? 'b' : 'c', domain)),
  connect: (socket: Slot, domain: Domain): Op => connect(socket, at('a', domain)),
  'connect to nobody': (socket: Slot, domain: Domain): Op => connect(socket, at('d', domain)),
} as const

/** What a socket with SOCK_CLOEXEC or SOCK_NONBLOCK is denied, one without is denied, too, and nothing else. */
export const flagsOfASocketChangeNoVerdict: Spec = {
  name: 'flags-of-a-socket-change-no-verdict',
  programs: target =>
    fc
      .record({
        domain: domain(),
        bits: fc.constantFrom(...flags),
        act: fc.constantFrom(...namesOf(acts)),
        granted: fc.boolean(),
      })
      .map(({ domain, bits, act, granted }) =>
        program(
          server(0, at('a', domain), domain),
          layer(
            target,
            0,
            ['bind_tcp', 'connect_tcp'],
            granted
              ? (['a', 'b', 'c', 'd'] as const).map(port => ({ allow: ['bind_tcp', 'connect_tcp'], port }))
              : [],
          ),
          [flagged(1, domain, bits), tcp(2, domain)],
          [acts[act](1, domain), acts[act](2, domain)],
        ),
      ),
  always: () => [
    program(
      [flagged(1, 'AF_INET6', 0o4000), bind(1, at('b', 'AF_INET6'))],
      [tcp(2, 'AF_INET6'), bind(2, at('c', 'AF_INET6'))],
      [1, 2].map(socket => connect(socket, at('a', 'AF_INET6', '::ffff:127.0.0.1'))),
    ),
  ],
  holds(trace) {
    const [one, other] = stepsOf(trace, 'bind', 'connect')
      .slice(-2)
      .map(({ outcome }) => outcome === 'EACCES')
    return one === other
  },
  refutedBy: step => (target, state, op) =>
    'socket' in op && op.socket === 1
      ? withLayers(() => [])(step)(target, state, op)
      : step(target, state, op),
}
