import { join } from 'node:path'
import { upstreamCoverage } from '../coverage/upstream/upstream-coverage.js'
import { watchUpstream } from '../coverage/upstream/watch.js'
import { imageOf } from '../kernel/resolve.js'
import { selftestsFor } from '../kernel/selftests.js'
import type { UpstreamReport } from '../report/upstream-coverage.js'
import { scratchFolder } from '../shared/cache.js'
import type { Progress } from '../shared/progress.js'
import { buildGuestTools } from '../suite/build.js'
import { ready, startJob } from './job.js'

/** Watches upstream's own tests on a kernel, and tells what the model says to what they do. Errors: those of a run, E_SELFTESTS, E_USAGE. */
export async function coverUpstream(ref: string, progress: Progress): Promise<UpstreamReport> {
  const selftests = await selftestsFor(ref, progress)
  return scratchFolder(async work => {
    const { machine, probed } = await ready(ref, await startJob(join(work, 'job'), progress))
    const kernel = imageOf(machine.kernel)
    const tools = await buildGuestTools(progress)
    const channel = await watchUpstream({ kernel, tools, selftests, scratch: work }, progress)
    return {
      ...upstreamCoverage(probed.target, channel),
      ...{ release: probed.release, source: selftests.origin },
    }
  })
}
