import { join } from 'node:path'
import type { Progress } from '../../shared/progress.js'
import { observeAll } from '../executor/execute.js'
import type { Executor } from '../executor/executor.js'
import { type Finding, findingOf, kindOf, type Oracle, verdictOf } from './finding.js'
import { shrinkFinding, type Try } from './minimize.js'

/** So often a finding is run again; one that does not come back each time is flaky. */
export const replays = 5

/** How often a finding came back, and what the kernel said that showed it. */
export type Reproduced = { readonly small: Finding; readonly replayed: number; readonly console: string }

/** Runs a finding again and again, and makes small what comes back every time. */
type Reproducer = {
  readonly replay: (finding: Finding) => Promise<Reproduced>
  /** What is left of it has to come back, too. */
  readonly minimize: (first: Reproduced) => Promise<Reproduced>
}

/** What findings run on again and are judged by, and where what is thrown away stands. */
export type ReproduceSetting = {
  readonly executor: Executor
  readonly bench: Oracle
  readonly scratch: string
  readonly progress: Progress
}

/**
 * Runs findings again in an executor.
 * @param given says which programs are findings, if their outcomes do not
 */
export function reproducer(
  { executor, bench, scratch, progress }: ReproduceSetting,
  given?: Try,
): Reproducer {
  let starts = 0
  let heard = ''
  const overheard: Executor = {
    ...executor,
    start: async (...work) => {
      const boot = await executor.start(...work)
      heard = boot.console
      return boot
    },
  }
  const judged: Try = async tests => {
    starts += 1
    const seen = await observeAll(overheard, tests, join(scratch, `${starts}`))
    const found = tests.flatMap(test => {
      const one = seen.get(test.id)
      const finding = one === undefined ? undefined : findingOf(verdictOf(test, one, bench))
      return finding === undefined ? [] : [[test.id, finding] as const]
    })
    return new Map(found)
  }
  const tryAll = given ?? judged
  const replay = async (small: Finding): Promise<Reproduced> => {
    const copies = Array.from({ length: replays }, (_, index) => ({ ...small.test, id: `${index}` }))
    const same = [...(await tryAll(copies)).values()].filter(copy => kindOf(copy) === kindOf(small))
    return { small, replayed: same.length, console: small.console === '' ? heard : small.console }
  }
  const minimize = async (first: Reproduced): Promise<Reproduced> => {
    const { small: finding } = first
    let rounds = 0
    const small = await shrinkFinding(finding, bench, tests => {
      rounds += 1
      progress(`making finding ${finding.test.id} smaller, round ${rounds} with ${tests.length} programs`)
      return tryAll(tests)
    })
    return small === finding ? first : replay(small)
  }
  return { replay, minimize }
}
