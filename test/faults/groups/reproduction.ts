import { mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join, relative } from 'node:path'
import { formatNames } from '../../../generator/report/formats/names.js'
import { packageFolder } from '../../../generator/shared/paths.js'
import { seen } from '../compare.js'
import { cachingCompiler } from '../hostile.js'
import type { Exit } from '../process.js'
import type { RowOfGroup } from '../row.js'
import { smallLaw, smallRun } from '../run.js'
import { withoutTimes } from '../without-times.js'
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

/** Every file of a folder of a world, by name, without times. */
function filesIn(world: World, folder: string): ReadonlyMap<string, string> {
  const place = world.at(folder)
  const files = readdirSync(place, { recursive: true, encoding: 'utf8', withFileTypes: true })
  return new Map(
    files
      .filter(file => file.isFile())
      .map(({ parentPath, name }) => join(parentPath, name))
      .map(file => [relative(place, file), withoutTimes(readFileSync(file, 'utf8'))]),
  )
}

/** What a run left in its folder, and its reports in every format. */
async function leftBy(world: World, args: readonly string[], name: string) {
  const reports = join(world.folder, name)
  mkdirSync(world.at(reports))
  const outputs = formatNames.flatMap(format => ['--output', `${format}=${join(reports, format)}`])
  const exit = await world.run([...args, ...outputs], { env: { CC: cachingCompiler(world) } })
  const runs = join(world.out, 'runs')
  const [run = ''] = readdirSync(world.at(runs)).sort().slice(-1)
  return { exit, files: new Map([...filesIn(world, join(runs, run)), ...filesIn(world, reports)]) }
}

/** What a kernel said while it started, and what it answered, which may differ where several outcomes are allowed: they are no reports. */
const logs: readonly string[] = ['console.log', 'channel.log']

async function twice(world: World, args: readonly string[]): Promise<Exit> {
  const [first, second] = [await leftBy(world, args, 'first'), await leftBy(world, args, 'second')]
  if (withoutTimes(first.exit.stdout) !== withoutTimes(second.exit.stdout))
    world.problem('what was printed differs')
  for (const name of new Set([...first.files.keys(), ...second.files.keys()]))
    if (!logs.includes(name) && first.files.get(name) !== second.files.get(name))
      world.problem(`${name} differs`)
  world.figure(`${first.files.size} files compared`)
  return second.exit
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
