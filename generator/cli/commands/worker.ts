import { availableParallelism } from 'node:os'
import { ToolError } from '../../shared/error.js'
import type { Command, Context } from '../command.js'

export const workerCommand: Command = {
  name: 'worker',
  summary:
    'Do the jobs of a fleet, one on each processor, until a signal; or one job of a file, without a fleet.',
  options: ['fleet', 'cores', 'job', 'result', 'verbose'],
  example: 'worker --fleet ~/.local/state/landlockstep/fleet/url',
  async run(context) {
    const { options, progress, tell } = context
    const { fleet, job, cores = availableParallelism() } = options
    if (job !== undefined) return oneJob(job, context)
    if (fleet === undefined)
      throw new ToolError(
        'E_USAGE',
        'A worker needs a fleet: worker --fleet and its URL, or the file that serve writes it into.',
      )
    const { readFleetUrl } = await import('../../fleet/access.js')
    const { work } = await import('../../fleet/worker.js')
    await work(await readFleetUrl(fleet), { cores, tell, progress })
    // It is about this process, which whoever lists the commands is not.
    const { leaveWith } = await import('../exit.js')
    return leaveWith(0)
  },
}

/** What a worker starts for each job, and whoever wants to know what is wrong with one. */
async function oneJob(path: string, { options, print, progress }: Context): Promise<number> {
  const { doJob } = await import('../../fleet/do-job.js')
  const { readTurn } = await import('../../fleet/job.js')
  const { readText } = await import('../../shared/text-file.js')
  const { job } = readTurn(await readText(path), path)
  const { result: into } = options
  const result = await doJob(job, into === undefined ? progress : linesOf(print))
  if (into === undefined) print(JSON.stringify(result))
  else await writeResult(into, JSON.stringify(result))
  return 0
}

async function writeResult(path: string, text: string): Promise<void> {
  const { writeNamed } = await import('../../shared/write-named.js')
  await writeNamed(path, text)
}

/** Each new thing in a line of its own, for the log of the job. */
function linesOf(print: Context['print']): Context['progress'] {
  let last = ''
  return text => {
    if (text !== last) print(text)
    last = text
  }
}
