import type { Result } from '../judge/result.js'
import type { Around } from '../run/run.js'
import { ToolError } from '../shared/error.js'
import { choiceOf } from './choice.js'
import type { CommandOptions, Context } from './command.js'

/** The options by which somebody says where kernels run. */
export const fleetOptions = ['fleet', 'slices'] as const satisfies readonly (keyof CommandOptions)[]

/** Runs kernels, the usual one if none is named, here or by the fleet that is named. Errors: those of a run, E_USAGE, E_FLEET. */
export async function runWhere(
  named: readonly string[] | undefined,
  around: Around,
  { options, progress }: Pick<Context, 'options' | 'progress'>,
): Promise<Result> {
  const { fleet } = options
  const { defaultKernel, prepare } = await import('../run/prepare.js')
  const refs = async () => [...new Set(named ?? [await defaultKernel(progress)])]
  if (fleet !== undefined) return runByFleet(fleet, await refs(), around, { options, progress })
  if (options.slices !== undefined) throw usage('--slices is for a fleet: name one by --fleet')
  const { run } = await import('../run/run.js')
  await prepare(progress, named)
  return run(await refs(), choiceOf(options), progress, around)
}

async function runByFleet(
  fleet: string,
  refs: readonly string[],
  around: Around,
  { options, progress }: Pick<Context, 'options' | 'progress'>,
): Promise<Result> {
  for (const name of ['budget', 'stopAfter'] as const)
    if (options[name] !== undefined)
      throw usage(
        `--${name === 'budget' ? name : 'stop-after'} goes by what one machine does: leave it, or --fleet, out`,
      )
  const { readFleetUrl } = await import('../fleet/access.js')
  const { fleetRunner } = await import('../fleet/kernel-run.js')
  const { run } = await import('../run/run.js')
  const { design, slices = 1 } = options
  const choice = choiceOf(options)
  const asked = { refs, choice, slices, ...(design === undefined ? {} : { design }) }
  const { runKernel, close } = await fleetRunner(await readFleetUrl(fleet), asked, progress)
  try {
    const result = await run(refs, choice, progress, { ...around, runKernel })
    await close()
    return result
  } catch (error) {
    // What was stopped is found again by whoever asks for the same.
    if (!(error instanceof ToolError && (error.isStop || error.code === 'E_FLEET'))) await close()
    throw error
  }
}

const usage = (what: string): ToolError => new ToolError('E_USAGE', `${what}.`)
