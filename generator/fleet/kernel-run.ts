import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { checkSuiteId, hasReport, readTarget } from '../guest/ktap.js'
import { generateFor } from '../run/generate.js'
import type { KernelRun, RunKernel } from '../run/here.js'
import type { Job } from '../run/job.js'
import { pick } from '../run/retry.js'
import { ToolError } from '../shared/error.js'
import type { Progress } from '../shared/progress.js'
import { checkTarget } from '../suite/codec.js'
import type { Choice } from '../suite/draw.js'
import type { FleetUrl } from './access.js'
import { sendArtifact } from './artifacts.js'
import { type CutKernel, cutJobs, type FleetRun } from './cut-jobs.js'
import type { JobResult, RanPart } from './job-result.js'
import { mergeParts } from './merge-parts.js'
import { type PlacedOrder, placeOrder } from './order.js'
import { type FleetCaller, fleetCaller } from './request.js'

/** How kernels are run by a fleet, and what says that all was collected. */
type FleetRunner = { readonly runKernel: RunKernel; readonly close: () => Promise<void> }

/** Orders the jobs of all kernels at once, each of which is then waited for in its turn. Errors: E_FLEET, E_USAGE for what no other machine can run. */
export async function fleetRunner(url: FleetUrl, asked: FleetRun, progress: Progress): Promise<FleetRunner> {
  const caller = await fleetCaller(url, progress)
  const cut = await cutJobs(asked)
  const jobs = cut.flatMap(one => one.jobs)
  for (const { image } of cut) if (image !== undefined) await sendArtifact(caller, image.sha256, image.image)
  const order = jobs.length === 0 ? undefined : await placeOrder(caller, jobs, progress)
  return {
    runKernel: async ({ ref, choice }, job) => {
      const kernel = cut.find(one => one.ref === ref)
      if (kernel?.failure !== undefined) throw kernel.failure
      if (kernel === undefined || order === undefined) throw new Error(`${ref} was not ordered`)
      const parts = await collected(
        kernel.jobs.map(one => jobs.indexOf(one)),
        order,
      )
      return kernelRun({ choice, kernel, caller }, parts, job)
    },
    close: async () => order?.close(),
  }
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
type Collected = { readonly kernel: CutKernel; readonly choice: Choice; readonly caller: FleetCaller }

async function kernelRun(
  { kernel, choice, caller }: Collected,
  parts: readonly (RanPart | ToolError)[],
  job: Job,
): Promise<KernelRun> {
  const { ref, image, jobs } = kernel
  const merged = mergeParts(
    ref,
    parts.flatMap(part => (part instanceof ToolError ? [] : [part])),
  )
  const { suite, leftOut, files, folder } = await generateFor(merged.target, choice, job)
  checkRan(ref, merged, files.made.id)
  const { channel, console, notes, versions, release, sha256 } = merged
  const aside = parts.flatMap(part => (part instanceof ToolError ? [part.message] : []))
  return {
    ...{ suite, files, folder },
    ran: {
      ...{ suite, made: files.made, channel, console, notes, leftOut },
      lost: [...merged.lost, ...aside],
      origin: { ref, sha256, origin: image?.origin ?? merged.origin, release },
    },
    seconds: () => secondsOf(merged, job),
    remains: {
      versions,
      ...(await remainsIn(job.work, merged)),
      ...(image === undefined ? {} : { config: image.config }),
    },
    again: async (judged, guests) => {
      const tests = guests === 0 ? [] : pick(suite.tests, judged).map(({ name }) => name)
      const [first] = jobs
      if (first === undefined || tests.length === 0) return undefined
      const { part: _, ...same } = first
      const asked = { ...same, kind: 'again', suite: files.made.id, tests, guests } as const
      return job.times.time('retry', async () => retried(await placeOrder(caller, [asked], job.progress)))
    },
  }
}

/** What came from elsewhere is believed no more than a log. Errors: E_SUITE, E_TARGET. */
function checkRan(
  ref: string,
  { suite, channel, target }: Pick<RanPart, 'suite' | 'channel' | 'target'>,
  id: string,
): void {
  if (suite !== id)
    throw new ToolError(
      'E_SUITE',
      `The suite that ran on ${ref} is not the one that this machine draws for it: run it again.`,
    )
  checkSuiteId(channel, id)
  if (hasReport(channel)) checkTarget(target, readTarget(channel))
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
