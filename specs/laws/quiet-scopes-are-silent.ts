import fc from 'fast-check'
import { deniers, readAudit } from '../arbitrary/audit.js'
import { connectName, program, sandbox, unix, unixServer } from '../arbitrary/ops.js'
import type { Spec } from '../spec.js'
import { handledBy, stepsOf, type Trace } from '../trace.js'
import { rulesetAttr } from '../uapi/landlock.js'
import { withOp } from '../wrong.js'

const names = ['signal', 'abstract_unix_socket'] as const

const someScopes = () =>
  fc
    .subarray([...names], { minLength: 1 })
    .chain(scoped => fc.record({ scoped: fc.constant(scoped), quiet_scoped: fc.subarray([...scoped]) }))

const isLogged = (trace: Trace, scope: string): boolean => {
  const layers = stepsOf(trace, 'create_ruleset').map(({ op }) => handledBy(op))
  const blamed = layers.findLast(({ scoped }) => scoped?.includes(scope))
  return blamed !== undefined && !blamed.quiet_scoped?.includes(scope)
}

/** What a quiet scope denies is not logged, if it is the youngest layer with the scope that makes it quiet; a rule is not asked for. */
export const quietScopesAreSilent: Spec = {
  name: 'quiet-scopes-are-silent',
  applies: ({ abi }) => abi >= rulesetAttr.quiet_scoped.abi,
  programs: target =>
    fc.array(someScopes(), { minLength: 1, maxLength: 3 }).map(layers =>
      program(
        unixServer(0, '@s', 'SOCK_STREAM'),
        { kind: 'fork', child: 1 },
        layers.flatMap((attr, slot) => sandbox(target, slot, attr)),
        [{ kind: 'kill', target: 1 }, readAudit],
        [unix(1), connectName(1, '@s'), readAudit],
      ),
    ),
  holds(trace) {
    const [signals = [], connections = []] = deniers(trace)
    return (
      signals.length === (isLogged(trace, 'signal') ? 1 : 0) &&
      connections.length === (isLogged(trace, 'abstract_unix_socket') ? 1 : 0)
    )
  },
  refutedBy: withOp(op =>
    op.kind === 'create_ruleset' && op.attr !== null && op.attr !== 'unmapped'
      ? { ...op, attr: { ...op.attr, quiet_scoped: [] } }
      : op,
  ),
}
