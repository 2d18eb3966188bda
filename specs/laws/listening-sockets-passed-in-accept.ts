import fc from 'fast-check'
import {
  accept,
  at,
  bind,
  by,
  connect,
  type Domain,
  domains,
  layer,
  listen,
  program,
  rightsOf,
  send,
  tcp,
} from '../arbitrary/ops.js'
import { pass, type Transfer, transfers } from '../arbitrary/passing.js'
import type { Program } from '../program.js'
import type { Spec } from '../spec.js'
import type { Target } from '../target.js'
import { stepsOf } from '../trace.js'
import { withOutcome } from '../wrong.js'

type PassedListener = { readonly passage: Transfer; readonly domain: Domain; readonly listensFirst: boolean }

const service = (target: Target, { passage, domain, listensFirst }: PassedListener): Program =>
  program(
    { kind: 'fork', child: 1 },
    tcp(0, domain),
    bind(0, at('a', domain)),
    // The sandbox has it from its parent if it is to be passed out of it.
    passage.from === 1 ? pass({ way: 'given', from: 0, to: 1 }, 0, 0) : [],
    by(1, layer(target, 0, rightsOf(target))),
    listensFirst ? by(passage.from, listen(0)) : [],
    pass(passage, 0, 5),
    listensFirst ? [] : by(passage.to, listen(5)),
    tcp(1, domain),
    connect(1, at('a', domain)),
    by(passage.to, accept(5, 6), send(6)),
    { kind: 'recv', socket: 1 },
  )

const everyService = (target: Target): readonly Program[] =>
  transfers.flatMap(passage =>
    domains.flatMap(domain =>
      [true, false].map(listensFirst => service(target, { passage, domain, listensFirst })),
    ),
  )

/** A socket that was bound outside of a sandbox listens, accepts and answers in it: what a service manager passes on works. */
export const listeningSocketsPassedInAccept: Spec = {
  name: 'listening-sockets-passed-in-accept',
  programs: target => fc.constantFrom(...everyService(target)),
  every: everyService,
  holds: trace =>
    stepsOf(trace, 'listen', 'accept', 'sendto', 'recv').every(({ outcome }) => outcome === 'OK'),
  refutedBy: withOutcome('EACCES', op => op.kind === 'accept'),
}
