import { listen } from '../fuzz/executor/listen.js'
import { linesOf } from '../guest/ktap.js'
import { judge } from '../judge/judge.js'
import { loadKnown } from '../judge/known.js'
import { ToolError } from '../shared/error.js'
import { loadLaws } from '../suite/laws.js'
import type { Observation, Suite } from '../suite/suite.js'

/** Wrong answers have no speed, nor have those that did not come. Error: E_BENCH. */
export async function checkAnswers(
  observations: ReadonlyMap<string, Observation>,
  suite: Suite,
): Promise<void> {
  const { known } = await loadKnown()
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

/** What the executor says of each program, by the name that the program has on the wire, such as p7. */
export function answersIn(text: string): ReadonlyMap<string, Observation> {
  const answers = new Map<string, Observation>()
  const { hear, finish } = listen({
    begun: () => {},
    ended: (number, { observation }) => answers.set(`p${number}`, observation),
    done: () => {},
  })
  for (const line of linesOf(text)) hear(line)
  finish()
  return answers
}
