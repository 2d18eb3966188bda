import fc from 'fast-check'
import { domain } from '../arbitrary/draw.js'
import { at, bind, connect, type Domain, layer, program, rightsOf, send, udp } from '../arbitrary/ops.js'
import type { Op, Slot } from '../program.js'
import type { Spec } from '../spec.js'
import { has } from '../target.js'
import { stepsOf } from '../trace.js'
import { netRights } from '../uapi/landlock.js'
import type { Wrong } from '../wrong.js'

const recv = (socket: Slot): Op => ({ kind: 'recv', socket })
const reuse = (socket: Slot): Op => ({ kind: 'setsockopt', socket, option: 'SO_REUSEPORT', value: 1 })

/** Who receives: two sockets with a port each, or both with the same one. */
const receivers = (domain: Domain, shared: boolean): readonly Op[] =>
  shared
    ? [udp(0, domain), reuse(0), bind(0, at('a', domain)), udp(1, domain), reuse(1), bind(1, at('a', domain))]
    : [udp(0, domain), bind(0, at('a', domain)), udp(1, domain), bind(1, at('b', domain))]

const isShared = ({ op }: { readonly op: Op }): boolean => op.kind === 'setsockopt'

/** A model in which what is denied leaves all the same. */
const leaking: Wrong = step => (target, state, op) =>
  step(target, state, op).map(branch =>
    op.kind === 'sendto' && branch.outcome === 'EACCES'
      ? {
          ...branch,
          next: {
            ...branch.next,
            sockets: branch.next.sockets.map(
              socket => socket && { ...socket, inbox: (socket.inbox ?? 0) + 1 },
            ),
          },
        }
      : branch,
  )

/** Of datagrams those that may leave are received, once, and those that are denied are not. */
export const aDeniedSendIsNeverReceived: Spec = {
  name: 'a-denied-send-is-never-received',
  applies: target => has(target, netRights.connect_send_udp),
  programs: target =>
    fc
      .record({
        domain: domain(),
        shared: fc.boolean(),
        connected: fc.boolean(),
        granted: fc.subarray(['a' as const, 'b' as const]),
        to: fc.array(fc.constantFrom('a' as const, 'b' as const, null), { minLength: 1, maxLength: 4 }),
      })
      .map(({ domain, shared, connected, granted, to }) =>
        program(
          receivers(domain, shared),
          [udp(2, domain), bind(2, at('c', domain))],
          connected ? connect(2, at('a', domain)) : [],
          layer(
            target,
            0,
            rightsOf(target),
            granted.map(port => ({ allow: ['connect_send_udp'], port })),
          ),
          to
            .filter(port => !shared || port !== 'b')
            .map(port => send(2, port === null ? undefined : at(port, domain))),
          [...to, 'none'].flatMap(() => [recv(0), recv(1)]),
        ),
      ),
  always: target => [
    program(
      receivers('AF_INET', true),
      layer(target, 0, ['connect_send_udp'], [{ allow: ['connect_send_udp'], port: 'a' }]),
      [udp(2), send(2, at('a')), send(2, at('b')), recv(0), recv(1)],
    ),
  ],
  holds(trace) {
    const succeeded = (kind: 'sendto' | 'recv'): number =>
      stepsOf(trace, kind).filter(({ outcome }) => outcome === 'OK').length
    const [sent, received] = [succeeded('sendto'), succeeded('recv')]
    return trace.some(isShared) ? received <= sent : received === sent
  },
  refutedBy: leaking,
}
