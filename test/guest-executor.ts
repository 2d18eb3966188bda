import { executorIn } from '../generator/fuzz/executor/executor-in.js'
import type { Ready } from '../generator/run/job.js'
import { buildExecutor, buildGuestTools } from '../generator/suite/build.js'
import { renderExecutor } from '../generator/suite/render.js'
import type { Target } from '../specs/target.js'

const quiet = (): void => {}

/** An executor in a guest of that machine, for a target, of its own sources or of others. */
export async function executorOn(
  { kernel }: Ready['machine'],
  target: Target,
  scratch: string,
  sources = renderExecutor(target, []),
): ReturnType<typeof executorIn> {
  const [binary, tools] = [await buildExecutor(sources, quiet), await buildGuestTools(quiet)]
  return executorIn({ kernel, tools, binary, target, scratch })
}
