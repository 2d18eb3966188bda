import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Job, UnrecoverableError } from 'bullmq'
import { scratchFolder, writeWhole } from '../shared/cache.js'
import { variables } from '../shared/environment.js'
import { ToolError } from '../shared/error.js'
import { exec } from '../shared/exec.js'
import { specsVariable } from '../shared/overlay.js'
import { takeArtifact } from './artifacts.js'
import { type JobTurn, jobId, readTurn } from './job.js'
import { readResultOf } from './job-result.js'
import type { FleetCaller } from './request.js'

/** No job takes so long. */
const deadlineMs = 3_600_000

/** What is needed to do the jobs of a fleet. */
export type JobBench = {
  readonly caller: FleetCaller
  /** The hash of this program. */
  readonly code: string
  /** Once it is aborted, what runs is ended. */
  readonly end: AbortSignal
}

/**
 * Does a job as it comes out of the queue, unless it is done or nobody waits for it, and hands in what it gave before the queue hears that it is done.
 * Throws UnrecoverableError for what is no job of ours, and else whatever went wrong with this machine.
 */
export async function takeJob(
  { id = '', data }: Pick<Job<unknown>, 'id' | 'data'>,
  { caller, code, end }: JobBench,
  log: (line: string) => void,
): Promise<void> {
  const one = checked(id, data, code)
  const status = await caller.head(`/results/${id}`)
  if (status !== 404) return
  const { kernel } = one.job
  if (typeof kernel !== 'string') await takeArtifact(caller, kernel.image)
  const result = await scratchFolder(folder => runApart(one, folder, end, log))
  await caller.send('PUT', `/results/${id}`, result)
}

/** Whoever can write into the queue can write anything: only what validates, has the name of its content and is of this program is done. */
function checked(id: string, data: unknown, code: string): JobTurn {
  const one = readable(id, data)
  if (jobId(one) !== id) throw new UnrecoverableError(`refused: ${id} is not the hash of this job`)
  if (one.job.code !== code)
    throw new UnrecoverableError(
      `refused: the job is of version ${one.job.code.slice(0, 16)} of landlockstep, and this worker is ${code.slice(0, 16)}`,
    )
  return one
}

function readable(id: string, data: unknown): JobTurn {
  try {
    return readTurn(JSON.stringify(data) ?? '', id)
  } catch (error) {
    if (error instanceof ToolError) throw new UnrecoverableError(`refused: ${error.message}`)
    throw error
  }
}

/** In a process of its own, so that drawing a suite keeps nobody from saying that we are alive. */
async function runApart(
  one: JobTurn,
  folder: string,
  end: AbortSignal,
  log: (line: string) => void,
): Promise<string> {
  const [job, result] = [join(folder, 'job.json'), join(folder, 'result.json')]
  await writeWhole(job, JSON.stringify(one))
  const args = [...process.execArgv, process.argv[1] ?? '', 'worker', '--job', job, '--result', result]
  const { exitCode, signal, stderr, timedOut } = await exec(process.execPath, args, {
    ...{ onLine: log, abort: end, deadlineMs },
    env: variables(['CC', 'LANDLOCKSTEP_MIRROR', specsVariable]),
  })
  const last = stderr.trimEnd().split('\n').slice(-20)
  for (const line of last) log(line)
  if (timedOut) throw new UnrecoverableError(`it took more than ${deadlineMs / 1000} seconds`)
  if (exitCode !== 0) throw new Error(`it ended with ${signal ?? exitCode}: ${last.join('\n')}`)
  const text = await readFile(result, 'utf8')
  readResultOf(text, result)
  return text
}
