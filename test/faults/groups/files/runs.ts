import { readdirSync, renameSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Exit } from '../../process.js'
import { recordedRun } from '../../recorded.js'
import type { Expected, RowOfGroup } from '../../row.js'
import { drive, smallLaw } from '../../run.js'
import type { World } from '../../world.js'
import { agreed, error } from '../shared.js'
import { edit, forge } from './shared.js'

/** A saved run of the running kernel to which something was done. */
const run = (fault: string, expected: Expected, harm: (folder: string) => void): RowOfGroup => ({
  fault: `a run folder ${fault}`,
  expected,
  quick: true,
  inject: async world => {
    const folder = await recordedRun(world, 'native')
    harm(world.at(folder))
    return world.run(['rejudge', folder, '--json'])
  },
})

const changed = error('E_RUN', /is not as the run left it/)

const without = (name: string, expected: Expected = error('E_RUN', /is missing/)): RowOfGroup =>
  run(`without its ${name}`, expected, folder => rmSync(join(folder, name)))

/** The outcome that is told of the last step which gives EACCES becomes another one. */
const flattered = (text: string): string => text.replace(/\bEACCES\b/g, 'OK')

/** What two kernels said is exchanged between them, by somebody who makes all of it go together again. */
async function exchanged(world: World): Promise<Exit> {
  const { kernel, older } = world.warm
  const exit = await world.run(['run', '--kernel', kernel, '--kernel', older, '--filter', smallLaw, '--json'])
  const runs = join(world.out, 'runs')
  const [name = ''] = readdirSync(world.at(runs))
  const folder = world.at(join(runs, name))
  const [one = '', other = ''] = readdirSync(folder).filter(inside => !inside.includes('.json'))
  const log = (of: string): string => join(folder, of, 'channel.log')
  if (exit.code !== 0) world.problem('the run itself did not agree')
  renameSync(log(one), join(folder, 'log'))
  renameSync(log(other), log(one))
  renameSync(join(folder, 'log'), log(other))
  for (const of of [one, other]) forge(folder, of)
  return world.run(['rejudge', join(runs, name), '--json'])
}

/** Run folders that are not as a run left them. */
export const runs: readonly RowOfGroup[] = [
  run('as the run left it', agreed, () => {}),
  without('channel.log'),
  without('console.log'),
  without('expected.json'),
  without('manifest.json'),
  without('result.json'),
  without('run.json', agreed),
  run('that is empty', error('E_FILE', /is no run folder/), folder => {
    for (const name of readdirSync(folder)) rmSync(join(folder, name))
  }),
  run('whose channel.log is cut', changed, folder => truncateSync(join(folder, 'channel.log'), 5_000)),
  run('whose manifest.json is empty', changed, folder => writeFileSync(join(folder, 'manifest.json'), '')),
  run('whose run.json is empty', error('E_RUN', /is not JSON/), folder =>
    writeFileSync(join(folder, 'run.json'), ''),
  ),
  run('whose run.json is nested 100000 deep', error('E_RUN'), folder =>
    writeFileSync(join(folder, 'run.json'), '['.repeat(100_000)),
  ),
  run('whose run.json has a key twice', error('E_RUN', /stands there twice/), folder =>
    edit(join(folder, 'run.json'), text => text.replace('{', '{ "kernels": [],')),
  ),
  run('whose run.json is of a newer version', error('E_FORMAT', /update Landlockstep/), folder =>
    edit(join(folder, 'run.json'), text => text.replace('{', '{ "format": 2,')),
  ),
  run('whose run.json has no kernels any more', { exit: 2, verdict: 'incomplete' }, folder =>
    edit(join(folder, 'run.json'), text => text.replace(/"kernels": \[[^\]]*\]/, '"kernels": []')),
  ),
  run('whose run.json names a folder outside of it', error('E_RUN', /a path below the folder/), folder =>
    edit(join(folder, 'run.json'), text => text.replace('"folder": ""', '"folder": "../../x"')),
  ),
  run(
    'whose manifest.json names a file outside of it',
    error('E_SUITE', /files\.\.\.\/\.\.\/x: Invalid key/),
    folder => forge(folder, '', ({ files }) => Object.assign(files, { '../../x': 'ab'.repeat(32) })),
  ),
  run('whose manifest.json is of a newer version', error('E_FORMAT', /update Landlockstep/), folder =>
    forge(folder, '', manifest => Object.assign(manifest, { format: 2 })),
  ),
  run('whose manifest.json knows nothing of the log', error('E_RUN', /channel\.log was changed/), folder =>
    forge(folder, '', ({ files }) => {
      delete files['channel.log']
    }),
  ),
  run('whose channel.log is a link to a file of this machine', changed, folder => {
    rmSync(join(folder, 'channel.log'))
    symlinkSync('/etc/passwd', join(folder, 'channel.log'))
  }),
  run('whose result.json says that all is well, and was changed', changed, folder =>
    edit(join(folder, 'result.json'), text => text.replace('"agreed": 12', '"agreed": 99')),
  ),
  run(
    'in which what is allowed and what was observed are changed alike',
    { exit: 1, verdict: 'diverge' },
    folder => {
      edit(join(folder, 'expected.json'), flattered)
      edit(join(folder, 'channel.log'), text => text.replace(/^( *# steps .*)$/gm, flattered))
      forge(folder)
    },
  ),
  run(
    'in which a program is left out of the log, and all goes together',
    error('E_CHANNEL', /there should be the result of the test/),
    folder => {
      edit(join(folder, 'channel.log'), text => text.replace(/^ *# begin (\w+)\n[\s\S]*?^ *ok \d+ \1\n/m, ''))
      forge(folder)
    },
  ),
  {
    fault: 'a run of two kernels whose logs were exchanged, and all goes together',
    expected: error('E_SUITE'),
    limit: 400,
    inject: exchanged,
  },
  {
    fault: 'one bit of a run folder is flipped, a thousand times, each at another place',
    expected: { exit: 0, besides: 'each time the same verdict or an error' },
    limit: 600,
    inject: async world => flips(world),
  },
]

async function flips(world: World): Promise<Exit> {
  const exit = await drive(world, 'flips', [await recordedRun(world), '1000', '1'])
  const { right, answers, wrong } = JSON.parse(exit.stdout || '{"wrong":[]}') as Flips
  if (right !== 'agree') world.problem(`the run itself was judged ${right}`)
  for (const one of wrong.slice(0, 5)) world.problem(one)
  if (wrong.length > 5) world.problem(`and ${wrong.length - 5} more`)
  world.figure(
    Object.entries(answers ?? {})
      .map(([answer, times]) => `${answer} ${times}`)
      .join(', '),
  )
  return exit
}

/** What the driver of flips prints. */
type Flips = {
  readonly right?: string
  readonly answers?: Readonly<Record<string, number>>
  readonly wrong: readonly string[]
}
