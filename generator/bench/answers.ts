import { readObservations } from '../guest/ktap.js'
import { judge } from '../judge/judge.js'
import { loadKnown } from '../judge/known.js'
import { ToolError } from '../shared/error.js'
import { loadLaws } from '../suite/laws.js'
import type { Suite } from '../suite/suite.js'

/** Wrong answers have no speed. Error: E_BENCH. */
export async function checkAnswers(text: string, suite: Suite): Promise<void> {
  const { known } = await loadKnown()
  const observations = readObservations(text, suite.tests)
  const { divergences, diverged, lost } = judge(suite, { specs: await loadLaws(), known }, observations)
  if (diverged === 0 && lost === 0) return
  throw new ToolError(
    'E_BENCH',
    `The kernel and the specs do not agree (${diverged} programs diverge, ${lost} are lost), and wrong answers have no speed: see landlockstep run.`,
    {
      output: divergences.map(({ test, step, observed }) => `${test}, step ${step}: ${observed}`).join('\n'),
    },
  )
}
