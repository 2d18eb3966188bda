import type { Observation } from '../../suite/suite.js'
import { cursorOf } from './cursor.js'
import { unconfirmedHang } from './hangs.js'
import { numberedLines } from './lines.js'
import { messagesIn } from './messages.js'
import { readTest, type TestRun } from './read-test.js'

/** What came back of one test while others still run. */
type SeenTest = { readonly name: string; readonly observation: Observation }

/** Reads a test from the lines between its beginning and its result, which is its last one; undefined where they are not those of one test. */
export function readSeenTest(text: string): SeenTest | undefined {
  const words = messagesIn(numberedLines(text))
  const last = words.at(-1)
  if (last?.kind !== 'result') return undefined
  const tests: TestRun[] = []
  try {
    readTest(cursorOf(words), tests, last.number)
  } catch {
    // Whoever reads the whole of it later says what is wrong.
    return undefined
  }
  const [test] = tests
  return test === undefined ? undefined : { name: test.name, observation: unconfirmedHang(test.observation) }
}
