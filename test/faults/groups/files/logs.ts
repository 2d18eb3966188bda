import { copyFileSync, mkdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { recordedRun } from '../../recorded.js'
import type { Expected, RowOfGroup } from '../../row.js'
import { agreed, error } from '../shared.js'
import { edit } from './shared.js'

/** The log of a run of the running kernel and its console, in a folder of their own; the suite is that of the run. */
const log = (fault: string, expected: Expected, harm: (folder: string) => void): RowOfGroup => ({
  fault: `a saved log ${fault}`,
  expected,
  quick: true,
  inject: async world => {
    const run = await recordedRun(world, 'native')
    const folder = join(world.folder, 'log')
    mkdirSync(world.at(folder))
    for (const name of ['channel.log', 'console.log'])
      copyFileSync(world.at(join(run, name)), world.at(join(folder, name)))
    writeSuite(world.at(run), world.at(join(world.folder, 'suite')))
    harm(world.at(folder))
    const suite = join(world.folder, 'suite')
    return world.run(['rejudge', join(folder, 'channel.log'), '--suite', suite, '--json'])
  },
})

/** The suite of a run, as a folder of suites has it. */
function writeSuite(run: string, folder: string): void {
  mkdirSync(folder)
  const all = JSON.parse(readFileSync(join(run, 'manifest.json'), 'utf8')) as Record<string, unknown>
  const { kernel, lost, notes, files, ...manifest } = all
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify(manifest))
  copyFileSync(join(run, 'expected.json'), join(folder, 'expected.json'))
}

const incomplete: Expected = { exit: 2, verdict: 'incomplete' }

/** Logs that somebody saved. */
export const logs: readonly RowOfGroup[] = [
  log('with its console', agreed, () => {}),
  log('without its console', incomplete, folder => rmSync(join(folder, 'console.log'))),
  log('beside the console of a kernel that complained', { exit: 1, verdict: 'diverge' }, folder =>
    writeFileSync(
      join(folder, 'console.log'),
      '[    1.000000] WARNING: CPU: 0 PID: 1 at net/socket.c:1 sock_create+0x1/0x2\n',
    ),
  ),
  log('that ends in the middle', incomplete, folder =>
    edit(join(folder, 'channel.log'), text => text.slice(0, text.lastIndexOf('# begin'))),
  ),
  log('that is empty', error('E_SUITE', /does not say which suite ran/), folder =>
    writeFileSync(join(folder, 'channel.log'), ''),
  ),
  log('of another suite', error('E_SUITE', /is in none of the folders/), folder =>
    edit(join(folder, 'channel.log'), text => text.replace(/^# suite \w+/m, `# suite ${'ab'.repeat(32)}`)),
  ),
  log('that is 64 MB of one line', error('E_SUITE'), folder =>
    writeFileSync(join(folder, 'channel.log'), 'a'.repeat(64 * 2 ** 20)),
  ),
  log('that is longer than any run leaves', error('E_FILE', /has more than \d+ bytes/), folder =>
    truncateSync(join(folder, 'channel.log'), 65 * 2 ** 20),
  ),
  log('with 4 MB of lines behind its end that say nothing', agreed, folder =>
    edit(join(folder, 'channel.log'), text => text + '# and so on\n'.repeat(350_000)),
  ),
  log('that has everything twice', error('E_CHANNEL'), folder =>
    edit(join(folder, 'channel.log'), text => text + text),
  ),
  log('with control characters in what is observed', incomplete, folder =>
    edit(join(folder, 'channel.log'), text => text.replace(/# steps .*/, '# steps \u001b]0;owned\u0007')),
  ),
]
