import { join } from 'node:path'
import { openCorpus } from '../fuzz/search/corpus.js'
import { prepareSession } from '../fuzz/session.js'
import { shareOf } from '../report/fuzz-result.js'
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
export async function measureFuzz(
  { machine, probed: { target, release } }: Ready,
  scratch: string,
  progress: Progress,
): Promise<readonly Figure[]> {
  const where = machine.kernel.kind === 'native' ? 'on the running kernel' : 'in guests'
  const place = join(scratch, 'fuzz')
  const on = { machine, release, target, cases: null, findings: join(place, 'findings') }
  const described: Progress = text => progress(`measuring new programs: ${text}`)
  const start = await prepareSession(on, {}, place, described)
  const { kernel } = await start({ seed: 1, seconds }, openCorpus(join(place, 'corpus.jsonl')), described)
  const { verdict, missing, spent, programs } = kernel
  if (verdict !== 'agree')
    throw new ToolError(
      'E_BENCH',
      `New programs on ${machine.kernel.ref} do not do what the model allows: \`npx landlockstep fuzz --kernel ${machine.kernel.ref}\` tells why.`,
      { output: missing.join('\n') },
    )
  return [
    figure({
      name: `new programs, ${where}`,
      unit: 'programs/s',
      goal: null,
      turns: [programs / kernel.seconds.fuzz],
    }),
    figure({
      name: `drawing, predicting and judging them to all, ${where}`,
      unit: 'times',
      goal: { kind: 'most', value: 0.1 },
      turns: [shareOf(spent)],
    }),
  ]
}
