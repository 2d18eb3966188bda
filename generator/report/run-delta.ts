import type { KernelResult, Result } from '../judge/result.js'
import { plural } from './plural.js'

/** What is compared of two runs: their verdicts, the first kernel of each, and what differs there. */
export type DeltaSide = Pick<Result, 'verdict' | 'clauses'> & {
  readonly kernels: readonly Pick<
    KernelResult,
    'abi' | 'programs' | 'agreed' | 'known' | 'lost' | 'flaky' | 'reports'
  >[]
  readonly divergences: readonly Pick<Result['divergences'][number], 'law' | 'program' | 'known'>[]
}

/** What a run gave otherwise than one before it, line by line: laws that are broken or hold again, and each figure that is another one. */
export function runDelta(before: DeltaSide, after: DeltaSide): readonly string[] {
  const [was, is] = [brokenIn(before), brokenIn(after)]
  const laws = [...new Set([...was.keys(), ...is.keys()])].sort().flatMap(law => {
    const fresh = [...(is.get(law) ?? [])].filter(program => !was.get(law)?.has(program)).length
    if (fresh > 0) return [`breaks ${law}, in ${plural(fresh, 'program')} that agreed or did not run`]
    return is.has(law) ? [] : [`mends ${law}`]
  })
  const all = [...laws, ...figures(before, after)]
  return all.length === 0 ? ['no law changed its verdict, and no figure'] : all
}

function brokenIn({ divergences }: DeltaSide): ReadonlyMap<string, ReadonlySet<string>> {
  const laws = new Map<string, Set<string>>()
  for (const { law, program, known } of divergences)
    if (known === null) laws.set(law, (laws.get(law) ?? new Set()).add(program))
  return laws
}

function figures(before: DeltaSide, after: DeltaSide): readonly string[] {
  const [one, other] = [figuresOf(before), figuresOf(after)]
  return Object.entries(other).flatMap(([name, value]) =>
    one[name] === value ? [] : [`${name}: ${one[name]} → ${value}`],
  )
}

const figuresOf = ({ verdict, clauses, kernels: [kernel] }: DeltaSide): Readonly<Record<string, string>> => ({
  verdict,
  ABI: `${kernel?.abi ?? 'none'}`,
  programs: `${kernel?.programs ?? 0}`,
  agreed: `${kernel?.agreed ?? 0}`,
  known: `${kernel?.known ?? 0}`,
  lost: `${kernel?.lost ?? 0}`,
  flaky: `${kernel?.flaky ?? 0}`,
  'kernel reports': `${kernel?.reports.length ?? 0}`,
  clauses: `${clauses.hit} of ${clauses.total}`,
})
