import { join } from 'node:path'
import { upTo } from '../../../specs/ops/at-once.js'
import { without } from '../../../specs/ops/shrink.js'
import type { Program } from '../../../specs/program.js'
import type { Progress } from '../../shared/progress.js'
import { observeAll } from '../executor/execute.js'
import type { Executor } from '../executor/executor.js'
import { type Finding, findingOf, kindOf, type Oracle, showsDeadlock, verdictOf } from './finding.js'
import { shrinkFinding, type Try, testsInPlaceOf } from './minimize.js'

/** So often a finding is run again; one that does not come back each time is flaky. */
const fewReplays = 5

/** So often, if threads wait for each other only when they meet. */
const manyReplays = 20

/** How often a finding was run again and came back, and what the kernel said that showed it. */
export type Reproduced = {
  readonly small: Finding
  readonly replays: number
  readonly replayed: number
  readonly console: string
}

/** Whether it came back each time. */
export const isSteady = ({ replays, replayed }: Reproduced): boolean => replayed === replays

/** Runs a finding again and again, and makes it small. */
type Reproducer = {
  readonly replay: (finding: Finding) => Promise<Reproduced>
  /** What is left of it has to come back, too, though perhaps as seldom as before. */
  readonly minimize: (first: Reproduced) => Promise<Reproduced>
}

/** Each call more is one more chance that threads meet. */
const moreCalls = 12

/** The same up to the call that does not end, and that call again and again. */
function repeated({ test, divergence }: Finding): Program {
  const { ops } = test.program
  const step = divergence.step ?? ops.length - 1
  const calls = ops.slice(step, step + 1).map(op => without(op, 'at_once'))
  return { ops: [...upTo(ops, step), ...Array.from({ length: moreCalls }, () => calls).flat()] }
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
  const again = async (small: Finding, replays: number): Promise<number> => {
    const copies = Array.from({ length: replays }, (_, index) => ({ ...small.test, id: `${index}` }))
    return [...(await tryAll(copies)).values()].filter(copy => kindOf(copy) === kindOf(small)).length
  }
  const replay = async (small: Finding): Promise<Reproduced> => {
    let [replays, replayed] = [fewReplays, await again(small, fewReplays)]
    if (replayed < replays && showsDeadlock(small)) {
      replayed += await again(small, manyReplays - replays)
      replays = manyReplays
    }
    return { small, replays, replayed, console: small.console === '' ? heard : small.console }
  }
  /** Each program that does not end takes seconds: the first one that shows the same will do. */
  const upToFirst =
    (finding: Finding): Try =>
    async tests => {
      for (const test of tests) {
        const found = await tryAll([test])
        if ([...found.values()].some(one => kindOf(one) === kindOf(finding))) return found
      }
      return new Map()
    }
  const moreOften = async (seldom: Finding): Promise<Finding> => {
    const tests = testsInPlaceOf(seldom, [repeated(seldom)], bench)
    const tries = Array.from({ length: fewReplays }, () => tests).flat()
    const [often = seldom] = (await upToFirst(seldom)(tries)).values()
    return often
  }
  const minimize = async (first: Reproduced): Promise<Reproduced> => {
    const finding = isSteady(first) ? first.small : await moreOften(first.small)
    const tryThem = showsDeadlock(finding) ? upToFirst(finding) : tryAll
    let rounds = 0
    const small = await shrinkFinding(finding, bench, tests => {
      rounds += 1
      progress(`making finding ${finding.test.id} smaller, round ${rounds} with ${tests.length} programs`)
      return tryThem(tests)
    })
    if (small === first.small) return first
    const least = await replay(small)
    // What came back is worth more than what is small.
    return least.replayed === 0 ? first : least
  }
  return { replay, minimize }
}
