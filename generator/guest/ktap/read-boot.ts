import { type Cursor, cursorOf } from './cursor.js'
import { misplaced } from './error.js'
import type { Line } from './lines.js'
import type { Message, ResultMessage } from './messages.js'
import { doubtLast, readTest, type TestRun } from './read-test.js'

/** A law that began, and how many tests it was to have. */
export type LawRun = Line & {
  readonly name: string
  readonly count: number
  readonly tests: readonly TestRun[]
}

/** What a guest said of the suite that it ran. */
export type BootRun = {
  /** Where it stands how many laws there are to be. */
  readonly plan?: Line & { readonly count: number }
  readonly laws: readonly LawRun[]
  /** Whether it came to its end. */
  readonly isWhole: boolean
}

const nothing: BootRun = { laws: [], isWhole: false }

/**
 * Reads what the harness prints (templates/harness/harness.c), in its order and with its numbers. It may end anywhere, as where the guest
 * was lost. Lines that nobody prints there make the tests around them lost. Error: E_CHANNEL for lines that stand in the wrong place.
 */
export function readBoot(words: readonly Message[]): BootRun {
  const start = words.findIndex(isOfSuite)
  if (start < 0) return nothing
  const cursor = cursorOf(words.slice(start))
  cursor.next('version', 'suite')
  if (cursor.peek()?.kind === 'suite') cursor.next('suite')
  const plan = cursor.peek()?.kind === 'skip' ? cursor.next('skip') : cursor.next('plan', 'suite')
  const laws: LawRun[] = []
  const count = plan?.kind === 'plan' ? plan.count : 0
  while (laws.length < count && cursor.peek() !== undefined) laws.push(...readLaw(cursor, laws.length + 1))
  const isWhole = plan?.kind === 'plan' && cursor.next('end') !== undefined
  const late = cursor.peek()
  if (late !== undefined) throw misplaced(late, 'nothing may come behind the end of the suite')
  return plan?.kind === 'plan' ? { plan, laws, isWhole } : nothing
}

/** What comes before belongs to the probe and to init, or to nobody. */
const isOfSuite = ({ kind }: Message): boolean =>
  !['target', 'untold', 'init', 'foreign', 'bail'].includes(kind)

/** Reads a law; of one that was cut off before its first test there is nothing to tell. */
function readLaw(cursor: Cursor, number: number): readonly LawRun[] {
  cursor.next('version', 'law')
  const head = cursor.next('subtest')
  const plan = cursor.next('plan', 'law')
  if (head === undefined || plan === undefined) return []
  const tests: TestRun[] = []
  while (tests.length < plan.count && cursor.peek() !== undefined) readTest(cursor, tests)
  cursor.peek()
  const behind = cursor.takeForeign()
  if (behind !== undefined) doubtLast(tests, behind)
  const end = cursor.next('result', 'suite')
  if (end !== undefined) checkEnd(end, head.law, number, tests)
  return [{ at: head.at, text: head.text, name: head.law, count: plan.count, tests }]
}

function checkEnd(end: ResultMessage, law: string, number: number, tests: readonly TestRun[]): void {
  if (end.name !== law || end.number !== number)
    throw misplaced(end, `there should be the result of the law ${law}, which is number ${number}`)
  const isKnown = tests.every(({ isOk }) => isOk !== undefined)
  if (isKnown && end.isOk !== tests.every(({ isOk }) => isOk === true))
    throw misplaced(end, `the tests of the law ${law} say the contrary`)
}
