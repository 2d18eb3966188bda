import fc from 'fast-check'
import {
  at,
  bind,
  bindName,
  by,
  layer,
  program,
  sandbox,
  send,
  sendName,
  udp,
  unix,
} from '../arbitrary/ops.js'
import type { Op, Slot } from '../program.js'
import type { Spec } from '../spec.js'
import { has, type Target } from '../target.js'
import { stepsOf } from '../trace.js'
import { netRights, scopes } from '../uapi/landlock.js'
import type { Wrong } from '../wrong.js'

const from: Op = { kind: 'recvfrom', socket: 0 }

/** Sockets that actor 1 has as well, which denies itself what actor 0 may do: socket 0 receives from the others. */
type SenderKind = {
  readonly since: { readonly abi: number }
  readonly opens: readonly Op[]
  readonly denies: (target: Target) => readonly Op[]
  readonly sends: (socket: Slot) => Op
  /** What is heard of each socket. */
  readonly names: readonly string[]
}

const abstract: SenderKind = {
  since: scopes.abstract_unix_socket,
  opens: [
    ...[0, 1, 2, 3].map(slot => unix(slot, 'SOCK_DGRAM')),
    ...[bindName(0, '@a'), bindName(1, '@b'), bindName(2, '/c')],
  ],
  denies: target => sandbox(target, 0, { scoped: ['abstract_unix_socket'] }),
  sends: socket => sendName(socket, '@a'),
  names: ['=@a', '=@b', '=/c', '=nobody'],
}

const inet = (domain: 'AF_INET' | 'AF_INET6'): SenderKind => ({
  since: netRights.connect_send_udp,
  opens: [
    ...[0, 1, 2, 3].map(slot => udp(slot, domain)),
    ...(['a', 'b', 'c'] as const).map((port, slot) => bind(slot, at(port, domain))),
    bind(3, at(0, domain)),
  ],
  denies: target => layer(target, 0, ['connect_send_udp'], [{ allow: ['connect_send_udp'], port: 'b' }]),
  sends: socket => send(socket, at('a', domain)),
  names: ['=a', '=b', '=c', '=ephemeral'],
})

const kinds: readonly SenderKind[] = [abstract, inet('AF_INET'), inet('AF_INET6')]

/** A model in which a datagram that is denied arrives all the same. */
const leaking: Wrong = step => (target, state, op) =>
  step(target, state, op).map(branch => {
    const isDenied = op.kind === 'sendto' && (branch.outcome === 'EACCES' || branch.outcome === 'EPERM')
    const { sockets } = branch.next
    const receiver = sockets[0]
    const sender = op.kind === 'sendto' ? sockets[op.socket] : undefined
    if (!isDenied || receiver === undefined || sender === undefined) return branch
    const from = sender.transport === 'unix' ? op.socket : (sender.local?.port ?? 0)
    const heard = {
      ...receiver,
      inbox: (receiver.inbox ?? 0) + 1,
      senders: [...receiver.senders, from],
    }
    return { ...branch, next: { ...branch.next, sockets: sockets.with(0, heard) } }
  })

/** Who receives hears of those who were allowed to send, in their order, and of nobody else. */
export const aDeniedSenderIsNotHeardOf: Spec = {
  name: 'a-denied-sender-is-not-heard-of',
  applies: target => has(target, scopes.abstract_unix_socket),
  programs: target =>
    fc
      .record({
        kind: fc.constantFrom(...kinds.filter(({ since }) => has(target, since))),
        sent: fc.array(fc.record({ actor: fc.nat({ max: 1 }), socket: fc.integer({ min: 1, max: 3 }) }), {
          minLength: 1,
          maxLength: 4,
        }),
      })
      .map(({ kind, sent }) =>
        program(
          kind.opens,
          { kind: 'fork', child: 1 },
          by(1, kind.denies(target)),
          sent.flatMap(({ actor, socket }) => by(actor, kind.sends(socket))),
          [...sent.map(() => from), from],
        ),
      ),
  holds(trace) {
    const isUnix = trace.some(({ op }) => op.kind === 'bind' && 'name' in op.address)
    const { names } = isUnix ? abstract : inet('AF_INET')
    const sends = trace.flatMap(({ op, outcome }) => (op.kind === 'sendto' ? [{ ...op, outcome }] : []))
    const sent = sends.filter(({ outcome }) => outcome === 'OK').map(({ socket }) => names[socket])
    const heard = stepsOf(trace, 'recvfrom').map(({ outcome }) => outcome)
    return heard.every((outcome, index) => outcome === (sent[index] ?? 'EAGAIN'))
  },
  refutedBy: leaking,
}
