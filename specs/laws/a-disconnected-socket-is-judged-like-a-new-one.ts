import fc from 'fast-check'
import { domain } from '../arbitrary/draw.js'
import {
  accept,
  at,
  bind,
  connect,
  type Domain,
  type Grant,
  layer,
  program,
  server,
  tcp,
  udp,
} from '../arbitrary/ops.js'
import { namesOf } from '../names-of.js'
import type { Op, Port, Slot } from '../program.js'
import type { Spec } from '../spec.js'
import { has } from '../target.js'
import { stepsOf } from '../trace.js'
import { netRights } from '../uapi/landlock.js'
import { type Wrong, withLayers } from '../wrong.js'

/** What a socket was before it is disconnected; it is socket 1. */
const lives = {
  client: domain => [tcp(1, domain), connect(1, at('a', domain))],
  accepted: domain => [tcp(3, domain), connect(3, at('a', domain)), accept(0, 1)],
  finished: domain => [
    tcp(1, domain),
    connect(1, at('a', domain)),
    { kind: 'shutdown', socket: 1, how: 'SHUT_RDWR' },
  ],
  listener: domain => server(1, at('d', domain), domain),
  datagrams: domain => [udp(1, domain), connect(1, at('a', domain))],
} as const satisfies Readonly<Record<string, (domain: Domain) => readonly Op[]>>

type Life = keyof typeof lives

/** The same call of socket 1 and of the new socket 2, on ports that are granted alike. */
const acts = {
  connect: (socket: Slot, domain: Domain): Op => connect(socket, at('a', domain)),
  bind: (socket: Slot, domain: Domain): Op => bind(socket, at(socket === 1 ? 'b' : 'c', domain)),
  'fast open': (socket: Slot, domain: Domain): Op => ({
    ...{ kind: 'sendto', socket, address: at('a', domain), fastopen: true },
  }),
} as const

const rightsFor = (life: Life) =>
  life === 'datagrams' ? (['bind_udp', 'connect_send_udp'] as const) : (['bind_tcp', 'connect_tcp'] as const)

const grantsFor = (life: Life, granted: boolean): readonly Grant[] => {
  const allow = [...rightsFor(life)]
  const ports: readonly Port[] = granted ? ['a', 'b', 'c', 0] : [0]
  return ports.map(port => ({ allow, port }))
}

const hasPort = (life: Life): boolean => life === 'listener'

/** A model that goes on to allow what a socket that was connected could do before. */
const forgiving: Wrong = step => (target, state, op) => {
  const wasConnected = 'socket' in op && op.socket === 1
  return wasConnected ? withLayers(() => [])(step)(target, state, op) : step(target, state, op)
}

/** connect to AF_UNSPEC leaves a socket that is judged as a new one: by the sandbox of now, whatever it could do before. */
export const aDisconnectedSocketIsJudgedLikeANewOne: Spec = {
  name: 'a-disconnected-socket-is-judged-like-a-new-one',
  programs: target =>
    fc
      .record({
        domain: domain(),
        life: fc
          .constantFrom(...namesOf(lives))
          .filter(life => has(target, netRights.bind_udp) || life !== 'datagrams'),
        act: fc.constantFrom(...namesOf(acts)),
        granted: fc.boolean(),
      })
      .filter(({ life, act }) => !(hasPort(life) && act === 'bind'))
      .map(({ domain, life, act, granted }) =>
        program(
          server(0, at('a', domain), domain),
          [udp(4, domain), bind(4, at('a', domain))],
          lives[life](domain),
          layer(target, 0, [...rightsFor(life)], grantsFor(life, granted)),
          connect(1, { ...at('a', domain), family: 'AF_UNSPEC' }),
          [life === 'datagrams' ? udp(2, domain) : tcp(2, domain)],
          [acts[act](1, domain), acts[act](2, domain)],
        ),
      ),
  holds(trace) {
    const [old, fresh] = stepsOf(trace, 'connect', 'bind', 'sendto').slice(-2)
    const disconnected = trace.findLast(
      ({ op }) => op.kind === 'connect' && op.address.family === 'AF_UNSPEC',
    )
    return disconnected?.outcome === 'OK' && old?.outcome === fresh?.outcome
  },
  refutedBy: forgiving,
}
