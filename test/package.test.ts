import { cpSync, existsSync, mkdirSync, rmSync, symlinkSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join, relative } from 'node:path'
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

/** So long a registry that answers takes at most; one that does not is waited for by npm much longer. */
const deadlineMs = 120_000

/** As somebody who was given the file installs it; where no registry answers, beside the packages that the checkout depends on. */
async function install(file: string): Promise<void> {
  const options = ['--prefix', at, '--prefer-offline', '--no-audit', '--no-fund']
  const { exitCode, timedOut, stderr } = await exec('npm', ['install', ...options, file], {
    cwd: at,
    deadlineMs,
  })
  if (exitCode === 0) return
  const isUnreachable = timedOut || /ENOTCACHED|EAI_AGAIN|ENOTFOUND|ECONNREFUSED|ETIMEDOUT/.test(stderr)
  if (!isUnreachable) throw new Error(stderr)
  t.comment('installed without a registry, as none answers')
  rmSync(at, { recursive: true, force: true })
  await layOut(file)
}

async function layOut(file: string): Promise<void> {
  const modules = join(at, 'node_modules')
  const own = join(modules, 'landlockstep')
  mkdirSync(own, { recursive: true })
  mkdirSync(join(modules, '.bin'))
  await run('tar', ['--extract', '--strip-components=1', '--directory', own, '--file', file])
  const { stdout } = await run('npm', ['ls', '--omit=dev', '--all', '--parseable'], home)
  for (const path of stdout.split('\n').filter(path => path.startsWith(join(home, 'node_modules')))) {
    const target = join(at, relative(home, path))
    if (!existsSync(target)) cpSync(path, target, { recursive: true })
  }
  symlinkSync('../landlockstep/generator/cli/landlockstep', join(modules, '.bin/landlockstep'))
}

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

  await install(join(folder, filename))
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
