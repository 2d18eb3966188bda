import fc from 'fast-check'
import { by, program } from '../../../arbitrary/ops.js'
import type { Program } from '../../../program.js'
import type { Spec } from '../../../spec.js'
import type { Target } from '../../../target.js'
import { stepsOf } from '../../../trace.js'
import { everyKind, having, isSameKind, type NamedKind, open, socketLayer } from '../../ops.js'
import { forgetting } from '../../wrong.js'

/** The same sockets in the sandbox of a child and outside of it. */
const twice = (target: Target, sockets: readonly NamedKind[], allowed: readonly NamedKind[]): Program => {
  const opened = sockets.map((kind, as) => open(as, kind))
  return program(
    { kind: 'fork', child: 1 },
    by(1, socketLayer(target, 0, ['create'], allowed), opened),
    opened,
  )
}

/** Every kind of one family, a few of which are allowed. */
const everyFamily = (target: Target): readonly Program[] => {
  const kinds = everyKind(target)
  const families = [...new Set(kinds.map(({ domain }) => domain))]
  return families.map((family, index) => {
    const own = kinds.filter(({ domain }) => domain === family)
    return twice(target, own, own.filter((_, at) => at % 3 === index % 3).slice(0, 4))
  })
}

/** What no rule allows is denied, supported or not; what one allows answers as outside of a sandbox. */
export const onlyWhatIsAllowedIsCreated: Spec = {
  name: 'only-what-is-allowed-is-created',
  applies: having('socket-create'),
  programs: target => {
    const kinds = everyKind(target)
    return fc
      .record({
        sockets: fc.array(fc.constantFrom(...kinds), { minLength: 1, maxLength: 4 }),
        allowed: fc.array(fc.constantFrom(...kinds), { maxLength: 4 }),
        same: fc.nat({ max: 3 }),
      })
      .map(({ sockets, allowed, same }) => twice(target, sockets, [...allowed, ...sockets.slice(0, same)]))
  },
  always: everyFamily,
  holds(trace) {
    const rules = stepsOf(trace, 'add_rule').flatMap(({ op }) =>
      op.kind === 'add_rule' && typeof op.attr === 'object' && op.attr !== null && 'domain' in op.attr
        ? [op.attr]
        : [],
    )
    const [inside = [], outside = []] = [1, 0].map(actor =>
      stepsOf(trace, 'socket').filter(({ op }) => (op.actor ?? 0) === actor),
    )
    return inside.every(({ op, outcome }, index) => {
      if (op.kind !== 'socket') return false
      // SOCK_PACKET has a law of its own.
      if (op.type === 'SOCK_PACKET' && op.domain === 'AF_INET') return true
      const isAllowed = rules.some(rule => isSameKind(rule, op))
      return isAllowed ? outcome === outside[index]?.outcome : outcome === 'EACCES'
    })
  },
  refutedBy: forgetting('create', 'socket'),
}
