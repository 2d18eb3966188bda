import { fileKernel } from '../kernel/file.js'
import { parseRef } from '../kernel/ref.js'
import type { ImageKernel } from '../kernel/resolve.js'
import { ToolError } from '../shared/error.js'
import type { Choice } from '../suite/draw.js'
import { programHash } from './code.js'
import { orderSchema, type RunJob } from './job.js'

/** What is run on a fleet: kernels, their suite, and into how many jobs that of each is cut. */
export type FleetRun = {
  readonly refs: readonly string[]
  readonly choice: Choice
  /** What kernels are said to implement, as it was typed. */
  readonly design?: string
  readonly slices: number
}

/** A kernel with its jobs; one that is an image here is sent along, and one that cannot be had says why. */
export type CutKernel = {
  readonly ref: string
  readonly jobs: readonly RunJob[]
  readonly image?: ImageKernel
  readonly failure?: ToolError
}

/** Cuts what is to be run into jobs. Error: E_USAGE for what no other machine can run. */
export async function cutJobs(asked: FleetRun): Promise<readonly CutKernel[]> {
  const code = await programHash()
  const cut: CutKernel[] = []
  for (const ref of asked.refs) {
    const image = parseRef(ref).kind === 'file' ? await imageIn(ref) : undefined
    if (image instanceof ToolError) cut.push({ ref, jobs: [], failure: image })
    else if (image === undefined) cut.push({ ref, jobs: jobsOf(ref, code, asked) })
    else cut.push({ ref, image, jobs: jobsOf({ image: image.sha256 }, code, asked) })
  }
  check(cut.flatMap(({ jobs }) => jobs))
  return cut
}

/** An image here, as far as it runs elsewhere without what is installed here. */
async function imageIn(ref: string): Promise<ImageKernel | ToolError> {
  try {
    const image = await fileKernel(ref, ref)
    if (image.modules.length === 0) return image
    return new ToolError(
      'E_USAGE',
      `${ref} has modules that are installed here, and a fleet is sent the image alone: leave --fleet out, or take a kernel that has all built in.`,
    )
  } catch (error) {
    if (error instanceof ToolError) return error
    throw error
  }
}

const jobsOf = (
  kernel: RunJob['kernel'],
  code: string,
  { choice: { seed, filter, shard }, design, slices }: FleetRun,
): readonly RunJob[] =>
  Array.from({ length: slices }, (_, at) => ({
    ...{ kind: 'run', code, kernel },
    choice: { seed, ...(filter === undefined ? {} : { filter }), ...(shard === undefined ? {} : { shard }) },
    ...(design === undefined ? {} : { design }),
    ...(slices === 1 ? {} : { part: { number: at + 1, of: slices } }),
  }))

function check(jobs: readonly RunJob[]): void {
  const { success, error } = orderSchema.shape.jobs.min(0).safeParse(jobs)
  if (success) return
  const { path, message } = error.issues[0] ?? { path: [], message: '' }
  throw new ToolError(
    'E_USAGE',
    `No other machine can run that: ${path.slice(1).join('.')}: ${message}; leave --fleet out.`,
  )
}
