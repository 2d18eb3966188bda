import { cachingCompiler, compiler, faultyProbe, faultySuite } from '../../hostile.js'
import type { Exit, Process, Running } from '../../process.js'
import type { RowOfGroup } from '../../row.js'
import { smallArgs, smallRun } from '../../run.js'
import type { World } from '../../world.js'
import { agreed } from '../shared.js'
import { comes, isGuestWith, killOutright } from './shared.js'

/** Where a run stands still: what makes it wait there, and the process by which it is known to be there. */
type Stage = {
  readonly name: string
  readonly isThere: (one: Process) => boolean
  readonly compiler: (world: World) => Promise<string> | string
  readonly isGuest?: boolean
}

const compiling: Stage = {
  name: 'while the suite compiles',
  isThere: ({ name, args }) => name === 'sleep' && args[1] === '1000',
  compiler: world =>
    compiler(
      world,
      'case "$*" in *--version*|*-print*) exec cc "$@" ;; esac\necho slow >&2\nexec sleep 1000',
    ),
}

const probing: Stage = {
  name: 'while the running kernel is probed',
  isThere: ({ name }) => name === 'probe',
  compiler: world => faultyProbe(world, 'wait_for_ever()'),
}

const running: Stage = {
  name: 'while programs run on the running kernel',
  isThere: ({ name }) => name === 'suite',
  compiler: world => faultySuite(world, { at: 2, c: 'wait_for_ever()' }),
}

const booting: Stage = {
  name: 'while a guest is probed',
  isGuest: true,
  isThere: isGuestWith('probe'),
  compiler: probing.compiler,
}

const inGuest: Stage = {
  name: 'while programs run in a guest',
  isGuest: true,
  isThere: isGuestWith('suite'),
  compiler: running.compiler,
}

/** Starts a run, which stands still at that stage. */
async function startTo(world: World, stage: Stage): Promise<Running> {
  const ref = stage.isGuest === true ? world.warm.kernel : 'native'
  const started = world.start(smallArgs(ref), { env: { CC: await stage.compiler(world) } })
  await comes(world, started, stage.isThere)
  return started
}

const codes = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const

/** Nobody waits longer after Ctrl-C, on a machine with other things to do. */
const promptMs = 10_000

async function interrupted(world: World, stage: Stage, signal: NodeJS.Signals): Promise<Exit> {
  const started = await startTo(world, stage)
  const since = performance.now()
  await started.signal(signal)
  const exit = await started.ended
  if (performance.now() - since > promptMs) world.problem('it took long to end')
  return exit
}

const interruption = (signal: keyof typeof codes, stage: Stage): RowOfGroup => ({
  fault: `${signal} ${stage.name}`,
  expected: { exit: codes[signal], besides: 'soon' },
  quick: stage.isGuest !== true,
  limit: 120,
  inject: world => interrupted(world, stage, signal),
})

/** What a killed run leaves, the next one removes; it runs on the running kernel. */
const killing = (stage: Stage): RowOfGroup => ({
  fault: `SIGKILL to all of us ${stage.name}, and another run after it`,
  expected: agreed,
  quick: stage.isGuest !== true,
  limit: 180,
  inject: async world => {
    await killOutright(world, await startTo(world, stage))
    return smallRun(world, 'native', { CC: cachingCompiler(world) })
  },
})

/** What ends a run from outside. */
export const signals: readonly RowOfGroup[] = [
  interruption('SIGINT', probing),
  interruption('SIGINT', compiling),
  interruption('SIGINT', running),
  interruption('SIGINT', booting),
  interruption('SIGINT', inGuest),
  interruption('SIGTERM', compiling),
  interruption('SIGTERM', inGuest),
  interruption('SIGHUP', running),
  interruption('SIGHUP', booting),
  killing(probing),
  killing(compiling),
  killing(running),
  killing(inGuest),
  {
    fault: 'SIGKILL to the launcher alone while the suite compiles',
    expected: { exit: -1, signal: 'SIGKILL' },
    quick: true,
    limit: 120,
    inject: world => interrupted(world, compiling, 'SIGKILL'),
  },
]
