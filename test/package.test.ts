import { mkdirSync, rmSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { z } from 'zod'
import { type Exit, exec } from '../generator/shared/exec.js'
import { emptyFolder } from './empty-folder.js'

const home = fileURLToPath(new URL('../', import.meta.url))
/** Not inside of the checkout, which npm would take for what is installed into. */
const folder = emptyFolder()
const at = join(folder, 'empty')
mkdirSync(at)
t.teardown(() => rmSync(folder, { recursive: true, force: true }))

const run = (command: string, args: readonly string[], cwd = at): Promise<Exit> =>
  exec(command, args, { cwd })

/** The program as it is installed. */
const landlockstep = (...args: string[]): Promise<Exit> =>
  run(join(at, 'node_modules/.bin/landlockstep'), args)

const packed = z.tuple([
  z.looseObject({ filename: z.string(), files: z.array(z.looseObject({ path: z.string() })) }),
])

t.test('a package has what is needed, and works from an empty folder', async t => {
  const { stdout, stderr, exitCode } = await run(
    'npm',
    ['pack', '--json', '--pack-destination', folder],
    home,
  )
  t.equal(exitCode, 0, stderr)
  const [{ filename, files }] = packed.parse(JSON.parse(stdout))
  const paths = files.map(({ path }) => path)
  t.strictSame(
    paths.filter(path => /^(test|generator.*\.ts$|out\/(?!package)|node_modules)|\.md$/.test(path)),
    ['README.md'],
  )
  t.ok(paths.includes('generator/cli/landlockstep'))
  t.ok(paths.includes('generator/report/schemas/run.schema.json'))
  t.notOk(
    (await readdir(join(home, 'out'))).includes('package'),
    'what was packed is not left in the checkout',
  )

  const install = [
    'install',
    '--prefix',
    at,
    '--prefer-offline',
    '--no-audit',
    '--no-fund',
    join(folder, filename),
  ]
  const installed = await run('npm', install)
  if (/ENOTCACHED|EAI_AGAIN|ENOTFOUND|ECONNREFUSED|ETIMEDOUT/.test(installed.stderr)) {
    t.comment('not installed: the registry is out of reach, and the cache of npm lacks something')
    return
  }
  t.equal(installed.exitCode, 0, installed.stderr)

  t.match(await landlockstep('--help'), { exitCode: 0, stdout: /^ {2}explain /m })
  t.match(await landlockstep('native', '--filter', 'denial-is-final', '--json'), { exitCode: 0 })
  t.strictSame((await readdir(join(at, 'out'))).sort(), ['runs', 'suites'], 'it writes where it is started')
  const program = join(home, 'test/data/denied-bind.json')
  const specs = join(folder, 'specs')
  t.match(await landlockstep('new', 'law', 'ports-stay-closed', '--specs', specs), { exitCode: 0 })
  t.match(
    await landlockstep('native', '--filter', 'denial-is-final', '--specs', specs),
    { exitCode: 2, stderr: /E_LAW: .*ports-stay-closed\.ts is not written yet/ },
    'specs of a folder are compiled with what a package has',
  )
  t.match(await landlockstep('explain', program), { exitCode: 0, stdout: /hook\.denied/ })
})
