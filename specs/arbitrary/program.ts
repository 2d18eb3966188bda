import fc, { type Arbitrary } from 'fast-check'
import type { Address, Host, Op, Port, Program } from '../program.js'
import type { Target } from '../target.js'
import { policy } from './draw.js'
import { accept, by, close, connect, domains, layer, listen, mptcp, program, send, tcp, udp } from './ops.js'

const slot = (): Arbitrary<number> => fc.integer({ min: 0, max: 2 })

const address = (): Arbitrary<Extract<Address, { readonly host: Host }>> =>
  fc
    .record({
      host: fc.constantFrom<Host[]>('127.0.0.1', '::1', '0.0.0.0', '::', '::ffff:127.0.0.1'),
      port: fc.constantFrom<Port[]>('a', 'b', 0, 'of:0', 'of:1'),
      unspec: fc.nat({ max: 9 }),
    })
    .map(({ host, port, unspec }) => ({
      family: unspec === 0 ? 'AF_UNSPEC' : host.includes(':') ? 'AF_INET6' : 'AF_INET',
      host,
      port,
    }))

const open = (): Arbitrary<Op> =>
  fc
    .record({
      slot: slot(),
      domain: fc.constantFrom(...domains),
      make: fc.constantFrom(tcp, tcp, udp, mptcp),
    })
    .map(({ slot, domain, make }) => make(slot, domain))

/** One call on one of three sockets. */
const call = (): Arbitrary<Op> =>
  fc.oneof(
    { weight: 2, arbitrary: open() },
    {
      weight: 3,
      arbitrary: fc
        .record({ socket: slot(), address: address() })
        .map(at => ({ kind: 'bind' as const, ...at })),
    },
    {
      weight: 3,
      arbitrary: fc.record({ socket: slot(), address: address() }).map(at => connect(at.socket, at.address)),
    },
    { weight: 2, arbitrary: slot().map(listen) },
    { weight: 2, arbitrary: fc.tuple(slot(), slot()).map(([socket, as]) => accept(socket, as)) },
    { weight: 1, arbitrary: fc.tuple(slot(), address()).map(([socket, to]) => send(socket, to)) },
    { weight: 1, arbitrary: slot().map(close) },
    { weight: 1, arbitrary: slot().map(socket => ({ kind: 'getsockname' as const, socket })) },
  )

/** Socket calls in any order on three sockets, opened first. */
export const anyCalls = (_target: Target): Arbitrary<readonly Op[]> =>
  fc
    .record({
      first: fc.array(open(), { minLength: 1, maxLength: 3 }),
      rest: fc.array(call(), { minLength: 1, maxLength: 8 }),
    })
    .map(({ first, rest }) => [...first.map((op, as) => ({ ...op, as })), ...rest])

/** Calls before and after up to two layers, some of them in a child. */
export const anyProgram = (target: Target): Arbitrary<Program> =>
  fc
    .record({
      before: anyCalls(target),
      policies: fc.array(policy(target), { maxLength: 2 }),
      forks: fc.boolean(),
      after: fc.array(call(), { maxLength: 8 }),
    })
    .map(({ before, policies, forks, after }) =>
      program(
        before,
        policies.flatMap(({ handled, grants }, ruleset) => layer(target, ruleset, handled, grants)),
        forks ? [{ kind: 'fork', child: 1 } as const, ...by(1, after)] : after,
      ),
    )
