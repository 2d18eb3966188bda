import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { type Mistake, mistakesFor } from '../../specs/designs/mistake.js'
import { landlockMistakes } from '../../specs/mistakes.js'
import type { Target } from '../../specs/target.js'
import { huntIn } from '../fuzz/fuzz.js'
import { openCorpus } from '../fuzz/search/corpus.js'
import { guest } from '../guest/machine.js'
import { mistakenKernel } from '../kernel/lab/kernel.js'
import type { Caught, Hunted } from '../report/seeded-bugs.js'
import { ready, startJob } from '../run/job.js'
import { scratchFolder } from '../shared/cache.js'
import { ToolError } from '../shared/error.js'
import type { Progress } from '../shared/progress.js'
import { buildGuestTools } from '../suite/build.js'

/** A kernel that says what it reaches and what it holds. */
const instruments = ['kcov']
const ref = `lab/${mistakesFor}+${instruments.join('+')}`

/**
 * Plants one mistake after the other into Landlock, and lets new programs find it from a cold start: without a corpus, and judged by what
 * the kernel without the mistake is. Errors: E_USAGE, those of a lab kernel and of a hunt.
 */
export async function huntMistakes(
  only: readonly string[] | undefined,
  { seed, seconds }: { readonly seed: number; readonly seconds: number },
  progress: Progress,
): Promise<Hunted> {
  const mistakes = chosen(only)
  return scratchFolder(async scratch => {
    const { probed } = await ready(ref, await startJob(join(scratch, 'kernel'), progress))
    const caught: Caught[] = []
    for (const mistake of mistakes) {
      const at = `${mistake.name}, ${caught.length + 1} of ${mistakes.length}`
      const told: Progress = text => progress(`${at}: ${text}`)
      caught.push(await hunt(mistake, probed.target, { seed, seconds }, join(scratch, mistake.name), told))
    }
    return { kernel: ref, release: probed.release, seed, seconds, mistakes: caught }
  })
}

function chosen(only: readonly string[] | undefined): readonly Mistake[] {
  const names = landlockMistakes.map(({ name }) => name)
  const unknown = only?.find(name => !names.includes(name))
  if (unknown === undefined) return landlockMistakes.filter(({ name }) => only?.includes(name) ?? true)
  throw new ToolError('E_USAGE', `There is no mistake ${unknown}; the mistakes are below.`, {
    output: names.join('\n'),
  })
}

async function hunt(
  mistake: Mistake,
  target: Target,
  { seed, seconds }: { readonly seed: number; readonly seconds: number },
  folder: string,
  progress: Progress,
): Promise<Caught> {
  const out = join(folder, 'kernel')
  await mkdir(out, { recursive: true })
  const order = { prefix: mistakesFor, designs: [], instruments }
  const kernel = await mistakenKernel(`${ref} with ${mistake.name}`, order, mistake, out, progress)
  const machine = await guest(kernel, await buildGuestTools(progress), folder)
  const prey = { machine, release: mistake.name, target, cases: null, findings: join(folder, 'findings') }
  const corpus = openCorpus(join(folder, 'corpus.jsonl'))
  const found = await huntIn(prey, { seed, seconds, once: true }, corpus, folder, progress)
  const { name, why } = mistake
  const [finding] = found.findings
  return { name, why, programs: found.programs, seconds: found.seconds, finding }
}
