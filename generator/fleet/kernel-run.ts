import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { generateFor } from '../run/generate.js'
import type { KernelRun, RunKernel } from '../run/here.js'
import type { Job } from '../run/job.js'
import { pick } from '../run/retry.js'
import { ToolError } from '../shared/error.js'
import type { Progress } from '../shared/progress.js'
import type { Choice } from '../suite/draw.js'
import type { FleetUrl } from './access.js'
import { programHash } from './code.js'
import { orderSchema, type RunJob } from './job.js'
import type { JobResult, RanPart } from './job-result.js'
import { mergeParts } from './merge-parts.js'
import { type PlacedOrder, placeOrder } from './order.js'
import { type FleetCaller, fleetCaller } from './request.js'

/** What is run on a fleet: kernels, their suite, and into how many jobs that of each is cut. */
type FleetRun = {
  readonly refs: readonly string[]
  readonly choice: Choice
  /** What kernels are said to implement, as it was typed. */
  readonly design?: string
  readonly slices: number
}

/** How kernels are run by a fleet, and what says that all was collected. */
type FleetRunner = { readonly runKernel: RunKernel; readonly close: () => Promise<void> }

/** Orders the jobs of all kernels at once, each of which is then waited for in its turn. Errors: E_FLEET, E_USAGE for what no other machine can run. */
export async function fleetRunner(url: FleetUrl, asked: FleetRun, progress: Progress): Promise<FleetRunner> {
  const caller = await fleetCaller(url, progress)
  const jobs = await jobsOf(asked)
  const order = await placeOrder(caller, jobs, progress)
  return {
    runKernel: async ({ ref, choice }, job) => {
      const own = jobs.flatMap((one, index) => (one.kernel === ref ? [{ one, index }] : []))
      const parts = await collected(
        own.map(({ index }) => index),
        order,
      )
      return kernelRun({ ref, choice, first: own[0]?.one, caller }, parts, job)
    },
    close: order.close,
  }
}

async function jobsOf({ refs, choice, design, slices }: FleetRun): Promise<readonly RunJob[]> {
  const code = await programHash()
  const { seed, filter, shard } = choice
  const jobs = refs.flatMap(kernel =>
    Array.from(
      { length: slices },
      (_, at): RunJob => ({
        ...{ kind: 'run', code, kernel },
        choice: {
          seed,
          ...(filter === undefined ? {} : { filter }),
          ...(shard === undefined ? {} : { shard }),
        },
        ...(design === undefined ? {} : { design }),
        ...(slices === 1 ? {} : { part: { number: at + 1, of: slices } }),
      }),
    ),
  )
  const { success, error } = orderSchema.safeParse({ jobs })
  if (success) return jobs
  const { path, message } = error.issues[0] ?? { path: [], message: '' }
  throw new ToolError(
    'E_USAGE',
    `No other machine can run that: ${path.slice(2).join('.')}: ${message}; leave --fleet out.`,
  )
}

/** What each job of a kernel gave. Where one was set aside and others were not, the run goes on without it, and says so. */
async function collected(
  indexes: readonly number[],
  order: PlacedOrder,
): Promise<readonly (RanPart | ToolError)[]> {
  const parts: (RanPart | ToolError)[] = []
  for (const index of indexes) parts.push(await order.result(index).then(ranPart).catch(missingPart))
  const failure = parts.find(part => part instanceof ToolError)
  if (failure instanceof ToolError && parts.every(part => part instanceof ToolError)) throw failure
  return parts
}

/** What no machine could have done is the error that it would have been here. */
function ranPart(result: JobResult): RanPart {
  if (result.kind === 'run') return result
  if (result.kind === 'again')
    throw new ToolError('E_RESULT', 'The fleet gave a retry in place of a run: run it again.')
  throw failureOf(result)
}

/** An error of ours that came from elsewhere. */
const failureOf = ({ code, message, output }: JobResult & { readonly kind: 'failed' }): ToolError =>
  new ToolError(code, message, { output })

function missingPart(error: unknown): ToolError {
  if (error instanceof ToolError && error.code === 'E_JOB') return error
  throw error
}

/** A kernel whose jobs came back. */
type Collected = {
  readonly ref: string
  readonly choice: Choice
  readonly first: RunJob | undefined
  readonly caller: FleetCaller
}

async function kernelRun(
  { ref, choice, first, caller }: Collected,
  parts: readonly (RanPart | ToolError)[],
  job: Job,
): Promise<KernelRun> {
  const merged = mergeParts(
    ref,
    parts.flatMap(part => (part instanceof ToolError ? [] : [part])),
  )
  const { suite, leftOut, files, folder } = await generateFor(merged.target, choice, job)
  if (files.made.id !== merged.suite)
    throw new ToolError(
      'E_SUITE',
      `The suite that ran on ${ref} is not the one that this machine draws for it: run it again.`,
    )
  const { channel, console, notes, versions, release, sha256, origin } = merged
  const aside = parts.flatMap(part => (part instanceof ToolError ? [part.message] : []))
  return {
    ...{ suite, files, folder },
    ran: {
      ...{ suite, made: files.made, channel, console, notes, leftOut },
      lost: [...merged.lost, ...aside],
      origin: { ref, sha256, origin, release },
    },
    seconds: () => secondsOf(merged, job),
    remains: { versions, ...(await remainsIn(job.work, merged)) },
    again: async (judged, guests) => {
      const tests = guests === 0 ? [] : pick(suite.tests, judged).map(({ name }) => name)
      if (first === undefined || tests.length === 0) return undefined
      const { part: _, ...same } = first
      const asked = { ...same, kind: 'again', suite: files.made.id, tests, guests } as const
      return job.times.time('retry', async () => retried(await placeOrder(caller, [asked], job.progress)))
    },
  }
}

/** What the stages took where they ran; to run again is the one for which we waited. */
function secondsOf({ seconds }: Pick<RanPart, 'seconds'>, { times }: Job): Readonly<Record<string, number>> {
  const { retry } = times.seconds()
  return retry === undefined ? seconds : { ...seconds, retry }
}

async function retried(order: PlacedOrder) {
  const result = await order.result(0)
  await order.close()
  if (result.kind === 'failed') throw failureOf(result)
  if (result.kind === 'run')
    throw new ToolError('E_RESULT', 'The fleet gave a run in place of a retry: run it again.')
  const { kind: _, ...retries } = result
  return retries
}

/** What a bundle copies from files. */
async function remainsIn(work: string, { config, qemu }: Pick<RanPart, 'config' | 'qemu'>) {
  const [boot, path] = [join(work, 'boot-0'), join(work, 'config')]
  await mkdir(boot, { recursive: true })
  if (qemu !== null) await writeFile(join(boot, 'qemu.txt'), qemu)
  if (config !== null) await writeFile(path, config)
  return { config: config === null ? null : path, boots: work }
}
