import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sideIn } from '../guest/target-spec.js'
import { executeSuite } from '../run/execute.js'
import { generateFor } from '../run/generate.js'
import { ready, startJob } from '../run/job.js'
import { runAgain } from '../run/retry.js'
import { toolVersions } from '../run/versions.js'
import { scratchFolder } from '../shared/cache.js'
import { ToolError } from '../shared/error.js'
import type { Progress } from '../shared/progress.js'
import { rethrowUnless } from '../shared/unfinished.js'
import { withTests } from '../suite/part.js'
import { artifactPath } from './artifacts.js'
import type { FleetJob, RunJob } from './job.js'
import type { JobResult } from './job-result.js'

/** What is wrong with a machine, and not with the job: another one may do it. */
const ofMachine: ReadonlySet<string> = new Set([
  ...['E_DISK', 'E_CACHE', 'E_MISSING', 'E_LIMIT', 'E_CONFINE', 'E_NETWORK', 'E_SIGNATURE', 'E_QEMU'],
  ...['E_STOPPED', 'E_FLOOD', 'E_ARTIFACT'],
])

/** Does a job on this machine. Errors: those that are about the machine. */
export async function doJob(job: FleetJob, progress: Progress): Promise<JobResult> {
  try {
    return await scratchFolder(work =>
      job.kind === 'run' ? runPart(job, work, progress) : again(job, work, progress),
    )
  } catch (error) {
    if (!(error instanceof ToolError) || ofMachine.has(error.code)) throw error
    return { kind: 'failed', code: error.code, message: error.message, output: error.output }
  }
}

type AgainJob = FleetJob & { readonly kind: 'again' }

/** The kernel of a job with its suite. */
async function prepared({ kernel, choice, design }: FleetJob, work: string, progress: Progress) {
  const inner = await startJob(work, progress)
  const ref = typeof kernel === 'string' ? kernel : await artifactPath(kernel.image)
  const there = await ready(ref, inner, design === undefined ? undefined : sideIn(design))
  const { seed, filter, shard } = choice
  const generated = await generateFor(
    there.probed.target,
    { seed, ...(filter === undefined ? {} : { filter }), ...(shard === undefined ? {} : { shard }) },
    inner,
    there.machine.kernel.ahead,
  )
  return { inner, there, generated }
}

/** One job has one core, so one guest runs at a time. */
async function runPart(job: RunJob, work: string, progress: Progress): Promise<JobResult> {
  const { inner, there, generated } = await prepared(job, work, progress)
  const { part } = job
  const { suite, files } = generated
  const ran = await executeSuite(
    there,
    { suite, files },
    inner,
    part === undefined ? { guests: 1 } : { part: { from: part.number - 1, each: part.of } },
  )
  const { channel, console, lost, notes, origin } = ran
  const { kernel } = there.machine
  const qemu = await readFile(join(work, 'boot-0', 'qemu.txt'), 'utf8').catch(rethrowUnless('ENOENT'))
  return {
    ...{ kind: 'run', suite: files.made.id, target: suite.target },
    ...{ release: origin.release, sha256: origin.sha256, origin: origin.origin },
    config: kernel.config === null ? null : await readFile(kernel.config, 'utf8'),
    ...{ channel, console, lost, notes },
    versions: await toolVersions(kernel),
    qemu: typeof qemu === 'string' ? qemu : null,
    seconds: inner.times.seconds(),
  }
}

async function again(job: AgainJob, work: string, progress: Progress): Promise<JobResult> {
  const { inner, there, generated } = await prepared(job, work, progress)
  const { suite, files } = generated
  if (files.made.id !== job.suite)
    throw new ToolError(
      'E_SUITE',
      `This machine draws another suite than the one that ran: the kernel of that name is another by now; run again.`,
    )
  const names = new Set(job.tests)
  const tests = suite.tests.filter(({ name }) => names.has(name))
  const retries = await runAgain(there.machine, withTests(suite, tests), job.guests, inner)
  return { kind: 'again', ...retries }
}
