import fc from 'fast-check'
import {
  at,
  bind,
  byRoute,
  connect,
  type Domain,
  domains,
  layer,
  mptcp,
  program,
  tcp,
  tcpRights,
  udp,
} from '../arbitrary/ops.js'
import { plainRoutes } from '../arbitrary/routes.js'
import { namesOf } from '../names-of.js'
import type { Op, Program, Route, Slot, SocketOption } from '../program.js'
import type { Spec } from '../spec.js'
import type { Target } from '../target.js'
import { stepsOf } from '../trace.js'
import { withOutcome } from '../wrong.js'

type OptionValue = { readonly option: SocketOption; readonly value: number }

const settings: readonly OptionValue[] = [
  { option: 'SO_REUSEADDR', value: 1 },
  { option: 'SO_REUSEPORT', value: 1 },
  { option: 'SO_ZEROCOPY', value: 1 },
  { option: 'SO_ZEROCOPY', value: 2 },
  { option: 'IPV6_V6ONLY', value: 1 },
  { option: 'IPV6_ADDRFORM', value: 2 },
  { option: 'TCP_FASTOPEN_CONNECT', value: 1 },
  { option: 'TCP_REPAIR', value: 1 },
  { option: 'UDP_CORK', value: 1 },
]

const kinds = { tcp, udp, mptcp } as const

type OptionCase = OptionValue & {
  readonly kind: keyof typeof kinds
  readonly domain: Domain
  readonly route: Route
  readonly isCapable: boolean
}

/** A socket that is told an option and asked what it is, and then to do what is denied to it. */
const attempts = (slot: Slot, { kind, domain, option, value }: OptionCase, route?: Route): readonly Op[] => [
  kinds[kind](slot, domain),
  byRoute({ kind: 'setsockopt', socket: slot, option, value }, route),
  byRoute({ kind: 'getsockopt', socket: slot }, route),
]

const programOf = (target: Target, one: OptionCase): Program =>
  program(
    layer(target, 0, tcpRights),
    // Who executes another program has them again.
    one.isCapable || one.route === 'exec' ? [] : { kind: 'drop_caps' },
    attempts(0, one),
    attempts(1, one, one.route),
    one.kind === 'tcp' ? [bind(1, at('a', one.domain)), connect(1, at('a', one.domain))] : [],
  )

const isAlike = (outcomes: readonly unknown[]): boolean => new Set(outcomes).size === 1

/** By whatever route an option is set or asked for, the answer is the same, and what a domain denies stays denied. */
export const optionsAreSetAlikeByAnyRoute: Spec = {
  name: 'options-are-set-alike-by-any-route',
  programs: target =>
    fc
      .record({
        kind: fc.constantFrom(...namesOf(kinds)),
        domain: fc.constantFrom(...domains),
        route: fc.constantFrom(...plainRoutes),
        isCapable: fc.boolean(),
        setting: fc.constantFrom(...settings),
      })
      .map(({ setting, ...one }) => programOf(target, { ...one, ...setting })),
  always: target =>
    plainRoutes.flatMap(route =>
      settings.map(setting =>
        programOf(target, { ...setting, kind: 'tcp', domain: 'AF_INET6', route, isCapable: false }),
      ),
    ),
  holds: trace =>
    isAlike(stepsOf(trace, 'setsockopt').map(({ outcome }) => outcome)) &&
    isAlike(stepsOf(trace, 'getsockopt').map(({ outcome }) => outcome)) &&
    stepsOf(trace, 'bind', 'connect').every(({ outcome }) => outcome === 'EACCES'),
  refutedBy: withOutcome('EPERM', op => op.kind === 'setsockopt' && op.route !== undefined),
}
