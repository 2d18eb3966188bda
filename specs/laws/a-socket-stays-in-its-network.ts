import fc from 'fast-check'
import { unshare } from '../arbitrary/namespaces.js'
import {
  accept,
  at,
  bind,
  by,
  connect,
  connectName,
  type Domain,
  domains,
  layer,
  program,
  rightsOf,
  server,
  tcp,
  udp,
  unix,
  unixServer,
} from '../arbitrary/ops.js'
import { pass } from '../arbitrary/passing.js'
import type { Program } from '../program.js'
import type { Spec } from '../spec.js'
import type { Target } from '../target.js'
import { stepsOf } from '../trace.js'

/** Actor 0 serves here, actor 1 there, at the same port; a client made there is used here. */
const services = (target: Target, domain: Domain, way: 'given' | 'taken', isInside: boolean): Program => {
  const address = at('a', domain)
  const everything = [{ allow: rightsOf(target), port: 'a' as const }]
  return program(
    { kind: 'fork', child: 1 },
    isInside && way === 'given' ? layer(target, 0, rightsOf(target), everything) : [],
    server(0, address, domain),
    unixServer(8, '@name', 'SOCK_STREAM'),
    by(1, unshare('net'), tcp(1, domain), connect(1, address), unix(9), connectName(9, '@name')),
    by(1, server(2, address, domain), unixServer(10, '@name', 'SOCK_STREAM'), tcp(3, domain)),
    pass({ way, from: 1, to: 0 }, 3, 4),
    connect(4, address),
    accept(0, 5),
    by(1, accept(2, 6)),
    by(1, udp(11, domain), bind(11, address)),
    [udp(11, domain), bind(11, address)],
  )
}

const everyService = (target: Target): readonly Program[] =>
  domains.flatMap(domain =>
    (['given', 'taken'] as const).flatMap(way =>
      [true, false].map(isInside => services(target, domain, way, isInside)),
    ),
  )

/** Each network has ports and abstract names of its own, and a socket reaches those of the network in which it was opened. */
export const aSocketStaysInItsNetwork: Spec = {
  name: 'a-socket-stays-in-its-network',
  programs: target => fc.constantFrom(...everyService(target)),
  every: everyService,
  holds: trace =>
    stepsOf(trace, 'connect', 'accept')
      .map(({ outcome }) => outcome)
      .join() === 'ECONNREFUSED,ECONNREFUSED,OK,EAGAIN,OK' &&
    stepsOf(trace, 'bind').every(({ outcome }) => outcome === 'OK'),
  refutedBy: step => (target, state, op) =>
    step(target, state, op.kind === 'unshare' ? { kind: 'no_new_privs', actor: op.actor ?? 0 } : op),
}
