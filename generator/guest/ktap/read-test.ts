import type { Observation } from '../../suite/suite.js'
import type { Cursor } from './cursor.js'
import { lost, observationOf, type SaidOfTest } from './end-of-test.js'
import { misplaced } from './error.js'
import type { Line } from './lines.js'
import type { Message, ResultMessage, Surprise } from './messages.js'

/** A test that began, with the line of that. */
export type TestRun = Line & {
  readonly name: string
  readonly observation: Observation
  /** The steps that its program did not expect. */
  readonly surprises: readonly Surprise[]
  /** Whether it ended as its program expected; absent where that is not known for sure. */
  readonly isOk?: boolean
}

/**
 * Reads one more test of a law, which has that number in it. A line that nobody prints makes it lost, and the test before it if it stands between both: who knows
 * which lines are whose. Error: E_CHANNEL for a line that is of another test, or of none.
 */
export function readTest(cursor: Cursor, tests: TestRun[], number = tests.length + 1): void {
  const first = cursor.peek()
  const before = cursor.takeForeign()
  if (before !== undefined) doubtLast(tests, before)
  const begin = before !== undefined && first?.kind !== 'begin' ? undefined : cursor.next('begin')
  const said = readSteps(cursor)
  const next = cursor.peek()
  const within = cursor.takeForeign()
  const result = isOfTest(next) ? cursor.next('result', 'law') : undefined
  if (result !== undefined) checkResult(result, begin?.test ?? result.name, number)
  else if (next !== undefined && (begin === undefined || within === undefined))
    throw misplaced(
      next,
      `there should be the result of the test ${begin?.test ?? 'whose beginning is garbled'}`,
    )
  const head = begin ?? result
  if (head === undefined) return
  const test = { at: head.at, text: head.text, name: begin?.test ?? result?.name ?? '' }
  tests.push({ ...test, ...endOf(said, result, before ?? within) })
}

const isOfTest = (word: Message | undefined): boolean => word?.kind === 'result' && word.of === 'law'

function checkResult(result: ResultMessage, name: string, number: number): void {
  if (result.name !== name || result.number !== number)
    throw misplaced(result, `there should be the result of the test ${name}, which is number ${number}`)
}

type TestEnd = Pick<TestRun, 'observation' | 'surprises' | 'isOk'>

function endOf(said: Steps, result: ResultMessage | undefined, foreign: Line | undefined): TestEnd {
  if (foreign !== undefined) return garbled(foreign)
  const { surprises, why } = said
  if (result === undefined) return { observation: lost('began and did not end'), surprises }
  const observation = why === undefined ? observationOf(said, result) : lost(why)
  return { observation, surprises, isOk: result.isOk }
}

const garbled = ({ at }: Line): TestEnd => ({
  observation: lost(`line ${at} is garbled, or nobody of ours printed it`),
  surprises: [],
})

/** Makes the last test lost behind which a line stands that nobody prints: it may be a part of its result. */
export function doubtLast(tests: TestRun[], foreign: Line): void {
  const last = tests.pop()
  if (last !== undefined)
    tests.push({ ...{ at: last.at, text: last.text, name: last.name }, ...garbled(foreign) })
}

/** The steps of a test, and why they are not believed if they are not. */
type Steps = SaidOfTest & { readonly why?: string }

/** What is said twice, or too late, is not believed. */
function readSteps(cursor: Cursor): Steps {
  const surprises: Surprise[] = []
  const stacks: string[] = []
  let steps: SaidOfTest = { surprises, stacks }
  let why: string | undefined
  for (let word = cursor.peek(); word?.kind === 'stack'; word = cursor.peek()) {
    stacks.push(word.stack)
    cursor.next('stack')
  }
  while (cursor.peek()?.kind === 'race') cursor.next('race')
  if (cursor.peek()?.kind === 'time') cursor.next('time')
  for (let word = cursor.peek(); word?.kind === 'step' || word?.kind === 'steps'; word = cursor.peek()) {
    if (steps.outcomes !== undefined) why = `line ${word.at} speaks of its steps once more`
    else if (word.kind === 'steps') steps = { ...steps, outcomes: word.outcomes }
    else if (word.index <= (surprises.at(-1)?.index ?? -1)) why = `line ${word.at} is out of order`
    else surprises.push(word)
    cursor.next(word.kind)
  }
  return why === undefined ? steps : { ...steps, why }
}
