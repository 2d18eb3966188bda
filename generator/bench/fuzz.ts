import { join } from 'node:path'
import { huntIn } from '../fuzz/fuzz.js'
import { openCorpus } from '../fuzz/search/corpus.js'
import { shareOf } from '../report/fuzz.js'
import type { Ready } from '../run/job.js'
import { ToolError } from '../shared/error.js'
import type { Progress } from '../shared/progress.js'
import { type Figure, figure } from './figure.js'

/** The first programs take this process the most time, since it is not warm yet and each covers something. */
const seconds = 120

/**
 * How many new programs a second run, from a cold start, and what part of the processors' time goes into drawing, predicting and
 * judging them. Error: E_BENCH if a program does what the model does not allow.
 */
export async function measureHunt(
  { machine, probed: { target, release } }: Ready,
  scratch: string,
  progress: Progress,
): Promise<readonly Figure[]> {
  const where = machine.kernel.image === '' ? 'on the running kernel' : 'in guests'
  const place = join(scratch, 'hunt')
  const prey = { machine, release, target, cases: null, findings: join(place, 'findings') }
  const corpus = openCorpus(join(place, 'corpus.jsonl'))
  const hunted = await huntIn(prey, { seed: 1, seconds }, corpus, place, text =>
    progress(`measuring new programs: ${text}`),
  )
  const { findings, spent, programs } = hunted
  if (findings.length > 0)
    throw new ToolError(
      'E_BENCH',
      `New programs on ${machine.kernel.ref} do what the model does not allow: \`npx landlockstep fuzz --kernel ${machine.kernel.ref}\` tells which.`,
    )
  return [
    figure({
      name: `new programs, ${where}`,
      unit: 'programs/s',
      goal: null,
      turns: [programs / hunted.seconds],
    }),
    figure({
      name: `drawing, predicting and judging them to all, ${where}`,
      unit: 'times',
      goal: { kind: 'most', value: 0.1 },
      turns: [shareOf(spent)],
    }),
  ]
}
