import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import type { Result } from '../../generator/judge/result.js'
import { type Exit, exec } from '../../generator/shared/exec.js'
import { emptyFolder } from '../empty-folder.js'
import { fakeImage } from '../kernel/image.js'

const home = fileURLToPath(new URL('../../', import.meta.url))

/** A copy of the package, whose specs and whose out/ are its own. */
function copyOfPackage(): string {
  const copy = emptyFolder()
  for (const name of ['generator', 'specs', 'templates', 'package.json', 'tsconfig.json'])
    cpSync(join(home, name), join(copy, name), { recursive: true })
  symlinkSync(join(home, 'node_modules'), join(copy, 'node_modules'))
  return copy
}

const run = (copy: string, args: readonly string[], path = process.env.PATH ?? ''): Promise<Exit> =>
  exec(process.execPath, ['--import', 'tsx', join(copy, 'generator/cli/main.ts'), ...args], {
    cwd: copy,
    env: { PATH: path },
  })

const filter = ['--filter', 'denial-comes-before-the-stack'] as const
const native = ['run', '--kernel', 'native', ...filter] as const
const runsOf = (copy: string): readonly string[] => {
  const runs = join(copy, 'out', 'runs')
  return existsSync(runs) ? readdirSync(runs) : []
}

t.test('a mistake in what is known, in a kernel or in a law is told before anything runs', async t => {
  const copy = copyOfPackage()
  const refused = async (args: readonly string[], said: RegExp) => {
    const { stderr, exitCode } = await run(copy, args)
    t.match(stderr, said)
    t.notMatch(stderr, /asking native/)
    t.equal(exitCode, 2)
    t.strictSame(runsOf(copy), [])
  }
  await refused([...native, '--kernel', 'debain:trixie'], /E_USAGE: .*debain:trixie/)
  await refused(['run', '--kernel', 'native', '--filter', 'no-such-law'], /E_LAW: /)
  mkdirSync(join(copy, 'specs', 'known'), { recursive: true })
  writeFileSync(join(copy, 'specs', 'known', 'one.json'), '{"clause":"hook.denied","whi":"-"}')
  await refused(native, /E_KNOWN: specs\/known\/one\.json/)
})

t.test(
  'runs of different seeds that begin at once each run their own suite and leave their own folder',
  async t => {
    const copy = copyOfPackage()
    const seeds = ['1', '2', '3']
    const exits = await Promise.all(seeds.map(seed => run(copy, [...native, '--seed', seed, '--json'])))
    const results = exits.map(({ stdout, stderr, exitCode }) => {
      t.equal(exitCode, 0, stderr)
      return JSON.parse(stdout) as Result
    })
    const ids = results.map(({ kernels }) => kernels[0]?.suiteId)
    t.equal(new Set(ids).size, 3)
    t.strictSame(runsOf(copy).toSorted(), results.map(({ folder }) => folder.replace('out/runs/', '')).sort())
    for (const [index, { folder, seed }] of results.entries()) {
      t.equal(`${seed}`, seeds[index])
      t.match(readFileSync(join(copy, folder, 'channel.log'), 'utf8'), `\n# suite ${ids[index]}\n`)
      t.match(JSON.parse(readFileSync(join(copy, folder, 'manifest.json'), 'utf8')), {
        seed,
        suite: { id: ids[index] },
      })
    }
    t.equal(readdirSync(join(copy, 'out', 'suites')).length, 1, 'the last one can be read')
    const [one] = results
    const again = await run(copy, ['rejudge', one?.folder ?? '', '--json'])
    t.equal(again.exitCode, 0, again.stderr)
    t.match(JSON.parse(again.stdout), { verdict: 'agree', kernels: [{ suiteId: ids[0] }] })
  },
)

t.test('kernels on which we fail are named, and what another one gave is kept', async t => {
  const copy = copyOfPackage()
  const bin = join(copy, 'bin')
  mkdirSync(bin)
  writeFileSync(join(bin, 'qemu-system-x86_64'), '#!/bin/sh\necho no memory >&2\nexit 3\n')
  chmodSync(join(bin, 'qemu-system-x86_64'), 0o755)
  writeFileSync(join(copy, 'vmlinuz'), fakeImage('7.3.0-test'))
  const kernels = ['--kernel', './vmlinuz', '--kernel', './none']
  const { stdout, stderr, exitCode } = await run(
    copy,
    [...native, ...kernels, '--json'],
    `${bin}:${process.env.PATH}`,
  )
  t.equal(exitCode, 2, stderr)
  const result = JSON.parse(stdout) as Result
  t.equal(result.verdict, 'incomplete')
  t.match(result.unavailable, [
    { ref: './vmlinuz', code: 'E_QEMU', why: /exited with 3/ },
    { ref: './none', code: 'E_KERNEL' },
  ])
  const [kernel, ...others] = result.kernels
  t.equal(others.length, 0)
  t.ok(kernel !== undefined && kernel.programs > 0 && kernel.agreed === kernel.programs)
  t.strictSame(readdirSync(join(copy, result.folder)).sort(), ['native', 'result.json', 'run.json'])

  const again = await run(copy, ['rejudge', result.folder, '--json'])
  t.equal(again.exitCode, 2, again.stderr)
  t.match(JSON.parse(again.stdout), {
    verdict: 'incomplete',
    unavailable: result.unavailable,
    kernels: [{ ref: 'native', agreed: kernel?.agreed }],
  })
})

t.test('the one kernel that was asked for is an error if we fail on it, and nothing is left', async t => {
  const copy = copyOfPackage()
  const { stderr, exitCode } = await run(copy, ['run', '--kernel', './none', ...filter])
  t.match(stderr, /E_KERNEL: .*none/)
  t.equal(exitCode, 2)
  t.strictSame(runsOf(copy), [])
})
