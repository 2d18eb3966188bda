import fc from 'fast-check'
import { unshare } from '../arbitrary/namespaces.js'
import { at, bind, by, close, domains, layer, program, rightsOf, tcp, udp } from '../arbitrary/ops.js'
import type { Outcome } from '../outcome.js'
import type { Op, Program } from '../program.js'
import type { Spec } from '../spec.js'
import type { Target } from '../target.js'
import { withOutcome } from '../wrong.js'

const raw = (as: number): Op => ({
  kind: 'socket',
  as,
  domain: 'AF_INET',
  type: 'SOCK_RAW',
  protocol: 'IPPROTO_UDP',
})

/** A privileged port, a raw socket: in the network from before, and in one that belongs to the new user namespace. */
const attempts = (target: Target, isInside: boolean): readonly Program[] =>
  domains.flatMap(domain =>
    [tcp, udp].map(open =>
      program(
        isInside ? layer(target, 0, rightsOf(target), [{ allow: rightsOf(target), port: 80 }]) : [],
        open(0, domain),
        unshare('user'),
        bind(0, at(80, domain)),
        raw(1),
        { kind: 'fork', child: 1 },
        by(1, unshare('net'), bind(0, at(80, domain)), open(2, domain), bind(2, at(80, domain)), raw(3)),
        { kind: 'setns', what: 'net', of: 1 },
        [open(4, domain), bind(4, at(80, domain))],
        by(1, close(2)),
        bind(4, at(80, domain)),
      ),
    ),
  )

const everyAttempt = (target: Target): readonly Program[] =>
  [true, false].flatMap(isInside => attempts(target, isInside))

const expected: Readonly<Record<number, readonly Outcome[]>> = {
  0: ['EACCES', 'EACCES'],
  1: ['EPERM'],
  2: ['OK'],
  3: ['OK'],
  4: ['EADDRINUSE', 'OK'],
}

/** The capabilities of a user namespace reach the networks that belong to it, and no socket of another one. */
export const aUserNamespaceHasNoSayOutside: Spec = {
  name: 'a-user-namespace-has-no-say-outside',
  programs: target => fc.constantFrom(...everyAttempt(target)),
  always: everyAttempt,
  holds: trace =>
    Object.entries(expected).every(([slot, outcomes]) => {
      const isRaw = slot === '1' || slot === '3'
      const own = trace.filter(({ op }) =>
        isRaw ? op.kind === 'socket' && op.as === +slot : op.kind === 'bind' && op.socket === +slot,
      )
      return own.map(({ outcome }) => outcome).join() === outcomes.join()
    }),
  refutedBy: withOutcome('OK', op => op.kind === 'bind'),
}
