import { predict } from '../../specs/model/predict.js'
import type { Program } from '../../specs/program.js'
import { type Spec, speaks } from '../../specs/spec.js'
import type { Target } from '../../specs/target.js'
import { reasonOf } from './contrast/contrasts.js'
import { type Pair, predictedStep } from './pair.js'

/** The programs of a scenario in the words of both targets, one by one; none where it is not about them. */
function programsOf(spec: Spec, [a, b]: Pair<Target>): readonly Pair<Program>[] {
  if ([a, b].some(target => target.designs.length !== 1 || !speaks(spec, target))) return []
  const others = spec.always?.(b) ?? []
  return (spec.always?.(a) ?? []).flatMap((one, index) => {
    const other = others[index]
    return other === undefined || other.ops.length !== one.ops.length ? [] : [[one, other] as const]
  })
}

function reasonIn([a, b]: Pair<Target>, [one, other]: Pair<Program>): string | undefined {
  const [here, there] = [predict(a, one), predict(b, other)]
  const step = predictedStep([here, there])
  const [clause, otherClause] = [here?.clauses[step]?.[0], there?.clauses[step]?.[0]]
  if (clause === undefined || otherClause === undefined) return undefined
  const said = (prediction: typeof here): string => prediction?.allowed[step]?.join(' or ') ?? ''
  return reasonOf({ clauses: [clause, otherClause], outcomes: [said(here), said(there)], cause: null })
}

/** The scenarios in which two targets part first for each reason, by `reasonOf`. */
export function scenariosByReason(
  targets: Pair<Target>,
  scenarios: readonly Spec[],
): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, readonly string[]>()
  for (const spec of scenarios)
    for (const programs of programsOf(spec, targets)) {
      const reason = reasonIn(targets, programs)
      if (reason === undefined) continue
      found.set(reason, [...new Set([...(found.get(reason) ?? []), spec.name])])
    }
  return found
}
