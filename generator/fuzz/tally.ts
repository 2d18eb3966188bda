import type { Reasons } from '../report/fuzz-result.js'
import type { Test } from '../suite/suite.js'
import type { ProgramVerdict } from './findings/finding.js'

/** Programs = agreed + known + diverged + silent + those that are unjudged or unanswered, by the reason. */
export type Tally = {
  readonly programs: number
  readonly agreed: number
  readonly known: number
  readonly diverged: number
  readonly silent: number
  readonly unjudged: Reasons
  readonly unanswered: Reasons
  /** The clauses that decided an outcome that was seen. */
  readonly clauses: ReadonlySet<string>
}

/** Counts what became of programs. */
export function tally() {
  const counts = { programs: 0, agreed: 0, known: 0, diverged: 0, silent: 0 }
  const lost = { unjudged: reasons(), unanswered: reasons() }
  const clauses = new Set<string>()
  const name = { agrees: 'agreed', known: 'known', silent: 'silent', finding: 'diverged' } as const
  return {
    add: (test: Test, verdict: ProgramVerdict): void => {
      counts.programs += 1
      if (verdict.kind === 'unjudged' || verdict.kind === 'unanswered') lost[verdict.kind].add(verdict.why)
      else {
        counts[name[verdict.kind]] += 1
        for (const step of test.clauses) for (const clause of step) clauses.add(clause)
      }
    },
    counts: (): Tally => ({
      ...counts,
      unjudged: lost.unjudged.all(),
      unanswered: lost.unanswered.all(),
      clauses,
    }),
  }
}

/** So many reasons are told apart, however odd the words are that they come in; the others count as one. */
const most = 20
const others = 'other reasons'

/** Counts reasons, whatever numbers are in them. */
function reasons() {
  const all = new Map<string, number>()
  return {
    add: (why: string): void => {
      const plain = why.replace(/\d+/g, 'N').slice(0, 100)
      const key = all.has(plain) || all.size < most ? plain : others
      all.set(key, (all.get(key) ?? 0) + 1)
    },
    all: (): Reasons => Object.fromEntries(all),
  }
}
