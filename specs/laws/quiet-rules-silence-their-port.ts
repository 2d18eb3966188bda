import fc from 'fast-check'
import { deniers, quiet, readAudit } from '../arbitrary/audit.js'
import { someRights } from '../arbitrary/draw.js'
import { close, create, enforce, exercise, type NetRightName, program } from '../arbitrary/ops.js'
import type { Op, Port } from '../program.js'
import type { Spec } from '../spec.js'
import type { Target } from '../target.js'
import { portRule, type Trace } from '../trace.js'
import { addRuleFlags } from '../uapi/landlock.js'
import { withOp } from '../wrong.js'

type Kept = { readonly handled: readonly string[]; readonly quiet: readonly string[]; readonly rules: Trace }

/** The layers of a trace with the rules that were taken. */
const layersOf = (trace: Trace): readonly Kept[] => {
  const kept: Kept[] = []
  for (const step of trace) {
    const { op, outcome } = step
    if (op.kind === 'create_ruleset' && op.attr !== null && op.attr !== 'unmapped') {
      const { handled_access_net: handled = [], quiet_access_net: quiet = [] } = op.attr
      kept.push({ handled, quiet, rules: [] })
    }
    const last = kept.at(-1)
    if (op.kind === 'add_rule' && outcome === 'OK' && last)
      kept.splice(-1, 1, { ...last, rules: [...last.rules, step] })
  }
  return kept
}

const isLogged = (layers: readonly Kept[], right: NetRightName, port: Port): boolean => {
  const on = ({ rules }: Kept) => rules.filter(({ op }) => portRule(op)?.port === port)
  const blamed = layers.findLast(
    layer =>
      layer.handled.includes(right) &&
      !on(layer).some(({ op }) => portRule(op)?.allowed_access.includes(right)),
  )
  if (blamed === undefined) return false
  return !(
    blamed.quiet.includes(right) && on(blamed).some(({ op }) => op.kind === 'add_rule' && op.flags === quiet)
  )
}

const someRules = (handled: readonly NetRightName[]) =>
  fc.array(
    fc.record({
      allow: fc.subarray([...handled]),
      port: fc.constantFrom<Port[]>('a', 'b'),
      flags: fc.constantFrom(0, quiet, quiet),
    }),
    { maxLength: 3 },
  )

const someLayer = (target: Target) =>
  someRights(target).chain(handled =>
    fc.record({
      handled: fc.constant(handled),
      quiet: fc.subarray([...handled]),
      rules: someRules(handled),
    }),
  )

const ports = ['a', 'b', 'c'] as const

/** A UDP socket that connects asks for two rights, so that is left to other laws. */
const tried = ['bind_tcp', 'connect_tcp', 'bind_udp'] as const

const triedBy = (trace: Trace): NetRightName => {
  if (trace.some(({ op }) => op.kind === 'connect')) return 'connect_tcp'
  return trace.some(({ op }) => op.kind === 'socket' && op.type === 'SOCK_DGRAM') ? 'bind_udp' : 'bind_tcp'
}

/** A denial is silent if the layer to blame has a quiet rule for the port and the right among its quiet ones; else not. */
export const quietRulesSilenceTheirPort: Spec = {
  name: 'quiet-rules-silence-their-port',
  applies: ({ abi }) => abi >= addRuleFlags.quiet.abi,
  programs: target =>
    fc
      .record({
        right: fc.constantFrom(...tried),
        layers: fc.array(someLayer(target), { minLength: 1, maxLength: 3 }),
      })
      .map(({ right, layers }) =>
        program(
          layers.flatMap(({ handled, quiet, rules }, slot) => [
            create(target, slot, { handled_access_net: handled, quiet_access_net: quiet }),
            ...rules.map(
              ({ allow, port, flags }): Op => ({
                kind: 'add_rule',
                ruleset: slot,
                type: 'net_port',
                attr: { allowed_access: allow, port },
                flags,
              }),
            ),
            enforce(slot),
          ]),
          ports.flatMap(port => [...exercise(right, 0, port), readAudit, close(0)]),
        ),
      ),
  holds(trace) {
    const right = triedBy(trace)
    const denied = deniers(trace)
    const layers = layersOf(trace)
    return ports.every((port, index) => denied[index]?.length === (isLogged(layers, right, port) ? 1 : 0))
  },
  refutedBy: withOp(op => (op.kind === 'add_rule' ? { ...op, flags: 0 } : op)),
}
