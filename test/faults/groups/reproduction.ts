import { readdirSync, readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { packageFolder } from '../../../generator/shared/paths.js'
import { seen } from '../compare.js'
import { cachingCompiler } from '../hostile.js'
import type { Exit } from '../process.js'
import type { RowOfGroup } from '../row.js'
import { smallLaw, smallRun } from '../run.js'
import type { World } from '../world.js'

const replays = 100
const loadedRuns = 20

/** The programs that are kept for ever. */
const keptPrograms = (): readonly string[] => {
  const cases = join(packageFolder, 'specs/cases')
  return readdirSync(cases)
    .filter(name => name.endsWith('.json'))
    .map(name => join(cases, name))
}

const withoutTimes = (text: string): string =>
  text
    .replaceAll(/"seconds": \{[^}]*\}/g, '"seconds": {}')
    .replaceAll(/\d{8}-\d{6}[\w.-]*/g, 'RUN')
    .replaceAll(/^\[ *\d+\.\d{6}\]/gm, '[TIME]')
    .replaceAll(/^ {2}seconds .*$/gm, '  seconds')

/** Each kept program, in turns, and what the last one gave. */
async function replayOften(world: World, ref: string): Promise<Exit> {
  const files = keptPrograms()
  const first = new Map<string, string>()
  let last: Exit | undefined
  for (let turn = 0; turn < replays; turn++) {
    const file = files[turn % files.length] ?? ''
    last = await world.run(['replay', file, '--kernel', ref, '--json'], {
      env: { CC: cachingCompiler(world) },
    })
    const said = withoutTimes(last.stdout)
    if (said !== (first.get(file) ?? said))
      world.problem(`replay ${turn} gave ${seen(last).verdict ?? last.stderr}`)
    first.set(file, first.get(file) ?? said)
  }
  world.figure(`${replays} replays of ${files.length} programs`)
  if (last === undefined) throw new Error('nothing was replayed')
  return last
}

const replay = (name: string, ref: (world: World) => string): RowOfGroup => ({
  fault: `${replays} replays of the kept programs on ${name}`,
  expected: { exit: 0, verdict: 'agree', besides: 'each time the same record' },
  limit: 4 * 3600,
  inject: world => replayOften(world, ref(world)),
})

/** Every file of the run folder of a world, by name, without times. */
function reportsOf(world: World): ReadonlyMap<string, string> {
  const runs = world.at(join(world.out, 'runs'))
  const [run = ''] = readdirSync(runs).sort().slice(-1)
  const files = readdirSync(join(runs, run), { recursive: true, encoding: 'utf8', withFileTypes: true })
  return new Map(
    files
      .filter(file => file.isFile())
      .map(({ parentPath, name }) => [name, withoutTimes(readFileSync(join(parentPath, name), 'utf8'))]),
  )
}

async function twice(world: World, args: readonly string[]): Promise<Exit> {
  const run = () => world.run(args, { env: { CC: cachingCompiler(world) } })
  const first = await run()
  const before = reportsOf(world)
  const second = await run()
  const after = reportsOf(world)
  if (withoutTimes(first.stdout) !== withoutTimes(second.stdout)) world.problem('what was printed differs')
  // What a kernel says of itself while it starts is not ours.
  for (const name of new Set([...before.keys(), ...after.keys()]))
    if (name !== 'console.log' && before.get(name) !== after.get(name)) world.problem(`${name} differs`)
  world.figure(`${before.size} files compared`)
  return second
}

/** Beside processes that only take time, four for each processor. */
async function besideLoad(world: World): Promise<Exit> {
  const load = Array.from({ length: 4 * availableParallelism() }, () =>
    world.execute(['sh', '-c', 'while :; do :; done']),
  )
  try {
    let last = await smallRun(world)
    for (let run = 1; run < loadedRuns && seen(last).verdict === 'agree'; run++) last = await smallRun(world)
    world.figure(`${loadedRuns} runs beside ${load.length} busy processes`)
    return last
  } finally {
    for (const one of load) await one.signal('SIGKILL')
    await Promise.all(load.map(({ ended }) => ended))
  }
}

/** The same must come of the same, whenever and beside whatever it runs. */
export const reproduction: readonly RowOfGroup[] = [
  replay('the newest kernel', world => world.warm.kernel),
  replay('an older kernel', world => world.warm.older),
  {
    fault: 'two runs of the same seed in guests',
    expected: { exit: 0, verdict: 'agree', besides: 'the same bytes in every report but for times' },
    limit: 3600,
    inject: world =>
      twice(world, ['run', '--kernel', world.warm.kernel, '--filter', smallLaw, '--seed', '7', '--json']),
  },
  {
    fault: 'two runs of the same seed and of all laws, with the report for people',
    expected: { exit: 0, says: /agree/, besides: 'the same bytes in every report but for times' },
    limit: 2 * 3600,
    inject: world => twice(world, ['run', '--kernel', world.warm.kernel, '--seed', '7']),
  },
  {
    fault: `${loadedRuns} runs beside a load of four times the processors`,
    expected: { exit: 0, verdict: 'agree', kernel: { agreed: 12, lost: 0 } },
    limit: 4 * 3600,
    inject: besideLoad,
  },
]
