import fc from 'fast-check'
import {
  accept,
  at,
  bind,
  by,
  connect,
  connectName,
  program,
  send,
  server,
  tcp,
  udp,
  unix,
  unixServer,
} from '../arbitrary/ops.js'
import { cameTo, scopesSignals, signalScope } from '../arbitrary/signals.js'
import type { Op, Program } from '../program.js'
import type { Spec } from '../spec.js'
import type { Target } from '../target.js'
import { lastOf } from '../trace.js'
import { withOutcome } from '../wrong.js'

type Signalled = { readonly ops: readonly Op[]; readonly reader: number; readonly isUrgent: boolean }

const streams: readonly Omit<Signalled, 'isUrgent'>[] = [
  { ops: [...server(0, at('a')), tcp(1), connect(1, at('a')), accept(0, 2)], reader: 2 },
  { ops: [...unixServer(0, '@s', 'SOCK_STREAM'), unix(1), connectName(1, '@s'), accept(0, 2)], reader: 2 },
]

const datagrams: readonly Omit<Signalled, 'isUrgent'>[] = [
  { ops: [udp(0), bind(0, at('a')), udp(1), connect(1, at('a'))], reader: 0 },
  { ops: [...unixServer(0, '@s', 'SOCK_DGRAM'), unix(1, 'SOCK_DGRAM'), connectName(1, '@s')], reader: 0 },
]

/** A connection that comes to a listener raises SIGIO, too. */
const listening = (target: Target, isScoped: boolean): Program =>
  program(
    server(0, at('a')),
    { kind: 'fork', child: 1 },
    isScoped ? signalScope(target) : [],
    { kind: 'setown', socket: 0, owner: 1, async: true },
    [tcp(1), connect(1, at('a')), cameTo(1, { signal: 'SIGIO' })],
  )

/** What socket 1 sends raises SIGURG or SIGIO of the reader. */
const pairs: readonly Signalled[] = [
  ...streams.map(pair => ({ ...pair, isUrgent: true })),
  ...[...streams, ...datagrams].map(pair => ({ ...pair, isUrgent: false })),
]

/** When who sets the owner comes into a scope: before it does so, after that, or never. */
const times = ['before', 'after', 'never'] as const

/** One of two processes sets the owner, which is one of them, and one of them sends. */
const everyAttempt = (target: Target): readonly Program[] =>
  pairs.flatMap(({ ops, reader, isUrgent }) =>
    [0, 1].flatMap(setter =>
      [0, 1].flatMap(owner =>
        times.map(time =>
          program(
            ops,
            { kind: 'fork', child: 1 },
            by(setter, time === 'before' ? signalScope(target) : []),
            by(setter, { kind: 'setown', socket: reader, owner, ...(isUrgent ? {} : { async: true }) }),
            by(setter, time === 'after' ? signalScope(target) : []),
            by(isUrgent ? setter : 1 - setter, isUrgent ? { kind: 'send_oob', socket: 1 } : send(1)),
            cameTo(owner, { signal: isUrgent ? 'SIGURG' : 'SIGIO' }),
          ),
        ),
      ),
    ),
  )

/**
 * Whether the signals of a socket arrive is decided by the domain of who set their owner, as it was then, and not by who sends what raises them. The own
 * process may always be the owner.
 */
export const whoSetsAnOwnerDecidesAboutItsSignals: Spec = {
  name: 'who-sets-an-owner-decides-about-its-signals',
  applies: scopesSignals,
  programs: target => fc.constantFrom(...everyAttempt(target)),
  every: target => [...everyAttempt(target), listening(target, true), listening(target, false)],
  holds(trace) {
    const set = trace.findIndex(({ op }) => op.kind === 'setown')
    const setting = trace[set]?.op
    if (setting?.kind !== 'setown') return false
    const isScoped = trace.slice(0, set).some(({ op }) => op.kind === 'restrict_self')
    const isOther = setting.owner !== (setting.actor ?? 0)
    return lastOf(trace, 'sigtimedwait') === (isScoped && isOther ? 'EAGAIN' : 'OK')
  },
  refutedBy: withOutcome('OK', op => op.kind === 'sigtimedwait'),
}
