import { z } from 'zod'
import type { Outcome } from '../../specs/outcome.js'
import { readObservations } from '../guest/ktap.js'
import { readJson } from '../shared/json.js'
import type { Frozen } from '../suite/codec/program-schema.js'
import type { Observation, Test } from '../suite/suite.js'
import {
  type CountedTest,
  type Divergence,
  type JudgedTest,
  type JudgeOne,
  type Recount,
  type Status,
  statusOf,
} from './judge.js'
import type { Retry } from './result.js'

const schema = z.strictObject({
  suite: z.string(),
  tests: z.array(z.string()),
  guests: z.array(z.strictObject({ channel: z.string(), console: z.string(), lost: z.array(z.string()) })),
})

/** Programs that ran again, under the id of a suite of their own, and what each fresh guest said of them. */
export type Retries = Frozen<z.infer<typeof schema>>

/** Where a bundle has them; it has no such file if nothing ran again. */
export const retriesPath = 'retries.json'

/** Reads the retries of a bundle. Error: E_RUN. */
export const readRetries = (text: string, where: string): Retries => readJson(schema, text, where, 'E_RUN')

/** What each fresh guest gave, by the names of the tests. */
export function retriedIn({ tests: names, guests }: Retries, tests: readonly Test[]): Round {
  const own = new Set(names)
  const retried = tests.filter(({ name }) => own.has(name))
  return guests.map(({ channel }) => readObservations(channel, retried))
}

/** What one guest after the other gave. */
type Round = readonly ReadonlyMap<string, Observation>[]

/** What became of a test in the light of how it did again. */
type Voted = CountedTest & { readonly again: Retry }

/**
 * What counts of a test that diverged or was lost, and then ran again. A divergence that does not come back each time is flaky, unless the model
 * allows several outcomes up to there: then runs differ by right, and one that is not allowed is a divergence however often it comes. What was lost
 * and then diverges each time diverges. A guest that said nothing of it has no vote.
 */
export function vote(test: Test, first: JudgedTest, round: Round, judgeOne: JudgeOne): Voted {
  const votes = round.map(guest => judgeOne(test, guest.get(test.name)))
  const judged = votes.filter(({ end }) => end === 'judged')
  const [one] = judged
  const isSettled =
    first.end === 'lost' && one !== undefined && statusOf(one) === 'diverged' && isAll(judged, kindOf(one))
  const counted = isSettled ? one : first
  const kind = kindOf(counted)
  const same = votes.filter(own => own.end === counted.end && kindOf(own) === kind).length
  const againOf = (words: string): Retry => ({
    same,
    votes: votes.map(describeVote),
    words: `${first.end === 'lost' ? 'lost at first; ' : ''}the same in ${same} of ${votes.length} retries${words}`,
  })
  const status = statusOf(counted)
  if (judged.length === 0)
    return { status, judged: counted, again: againOf(', of which none could be judged') }
  if (isAll(judged, kind) && counted.end === 'judged') return { status, judged: counted, again: againOf('') }
  if (counted.end === 'judged' && isOpen(test, counted)) {
    const words = ': the model allows several outcomes there, so that this is no flake'
    return { status, judged: counted, again: againOf(words) }
  }
  return { status: 'flaky', judged: counted, again: againOf(', so it is flaky') }
}

const isAll = (votes: readonly JudgedTest[], kind: string): boolean =>
  votes.every(one => kindOf(one) === kind)

const unexplained = ({ divergences }: JudgedTest): Divergence | undefined =>
  divergences.find(({ known }) => known === null)

/** Two of one kind differ in the same way; how long a hang took makes no difference. */
function kindOf(judged: JudgedTest): string {
  const { step, observed, clause } = unexplained(judged) ?? {}
  return observed === undefined ? '' : [step, observed.replace(/^hang\b.*/, 'hang'), clause].join(' ')
}

/** Whether the model leaves open what a test gives until it differs. */
function isOpen({ allowed }: Test, judged: JudgedTest): boolean {
  const step = unexplained(judged)?.step ?? allowed.length
  return allowed.slice(0, step + 1).some(([only, ...others]) => others.length > 0 || only === '!EACCES')
}

function describeVote(judged: JudgedTest): string {
  if (judged.end === 'lost') return 'lost'
  const { step, observed } = unexplained(judged) ?? {}
  if (observed === undefined) return 'as allowed'
  return `${step === null ? '' : `step ${step}: `}${observed}`
}

/** How the tests are recounted that ran again. */
export function recountBy(retries: Retries | undefined, round: Round): Recount | undefined {
  if (retries === undefined) return undefined
  const names = new Set(retries.tests)
  return (test, first, judgeOne) =>
    names.has(test.name) && isDoubtfulStatus(statusOf(first))
      ? vote(test, first, round, judgeOne)
      : { status: statusOf(first), judged: first }
}

/** What is run again. */
export const isDoubtfulStatus = (status: Status): boolean => status === 'diverged' || status === 'lost'

/** What counts of the outcomes of a test: those of the first guest in which it came to its end. */
export const firstOutcomesOf = (
  first: Observation | undefined,
  name: string,
  round: Round,
): readonly Outcome[] => [first, ...round.map(guest => guest.get(name))].find(isEnded)?.outcomes ?? []

const isEnded = (one: Observation | undefined): boolean => one !== undefined && one.end !== 'lost'
