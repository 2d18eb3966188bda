import { cpSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { type Exit, exec } from '../../generator/shared/exec.js'

const home = fileURLToPath(new URL('../../', import.meta.url))
const tsx = join(home, 'node_modules/.bin/tsx')

/** The ways to start the program, as words of a shell. */
const entries = {
  launcher: 'generator/cli/landlockstep',
  'landlockstep.js': `'${process.execPath}' generator/cli/landlockstep.js`,
  'tsx main.ts': `'${tsx}' generator/cli/main.ts`,
} as const

const shell = (script: string, { cwd = home, NODE_OPTIONS = '' } = {}): Promise<Exit> =>
  exec('sh', ['-c', script], { cwd, env: { NODE_OPTIONS } })

/** A module that is loaded before ours, and does this when ours has come to its end. */
function atTheEnd(folder: string, code: string): string {
  const path = join(folder, 'fault.mjs')
  writeFileSync(path, `process.once('beforeExit', () => { ${code} })`)
  return `--import=${path}`
}

for (const [name, start] of Object.entries(entries)) {
  t.test(`${name}: the exit code is that of the command`, async t => {
    t.match(await shell(`${start} --version`), { exitCode: 0, stdout: /^\d/ })
    t.match(await shell(`${start} rnu`), { exitCode: 2, stderr: /unknown command/ })
  })

  t.test(`${name}: whatever nobody catches is no verdict`, async t => {
    const fails = async (code: string, said: RegExp): Promise<void> => {
      const { exitCode, stdout, stderr } = await shell(`${start} --version`, {
        NODE_OPTIONS: atTheEnd(t.testdir(), code),
      })
      t.match(stdout, /^\d/, 'it came to its end')
      t.match({ exitCode, stderr }, { exitCode: 2, stderr: said })
    }
    await fails("throw new Error('a bug')", /a bug/)
    await fails("void Promise.reject(new Error('a promise'))", /a promise/)
    await fails('process.exit(1)', /^/)
  })

  t.test(`${name}: what nobody reads is no verdict`, async t => {
    t.match(await shell(`${start} --help >/dev/full`), { exitCode: 2 })
    t.match(await shell(`${start} explain no-such-file 2>/dev/full`), { exitCode: 2 })
    const piped = `{ sleep 3; ${start} --help; echo $? >&3; } 3>&2 2>&1 | true`
    t.match(await shell(piped), { stderr: /^2$/m })
  })

  t.test(`${name}: modules of ours that cannot be loaded are no verdict`, async t => {
    const cwd = join(t.testdir(), 'copy')
    mkdirSync(cwd)
    for (const part of ['generator', 'specs', 'package.json'])
      cpSync(join(home, part), join(cwd, part), { recursive: true })
    symlinkSync(join(home, 'node_modules'), join(cwd, 'node_modules'))
    writeFileSync(join(cwd, 'generator/cli/options.ts'), 'export const options = {;')
    t.match(await shell(`${start} --version`, { cwd }), { exitCode: 2, stderr: /options\.ts/ })
  })
}

t.test('stderr that breaks while a kernel runs is no verdict, and ends all', async t => {
  const run = `${entries['landlockstep.js']} run --kernel native --filter denial-is-final --seed 5`
  t.match(await shell(`${run} 2>/dev/full`), { exitCode: 2, stdout: '' })
})

t.test('the launcher makes 2 of an end that Node can do nothing about', async t => {
  const { launcher } = entries
  const little = await shell(`ulimit -c 0; ${launcher} --version`, { NODE_OPTIONS: '--max-old-space-size=3' })
  t.match(little, { exitCode: 2, stderr: /Node failed \(it ended with 134\); no verdict/ })
  t.match(await shell(`ulimit -c 0; ulimit -v 500000; ${launcher} --version`), {
    exitCode: 2,
    stderr: /no verdict/,
  })
  t.match(await shell(`ulimit -n 20; ${launcher} --version`), { exitCode: 2, stderr: /E_LIMIT.*ulimit -n/ })
  t.match(await shell(`PATH=/nowhere; ${launcher} --version`), { exitCode: 2 })
})

t.test('the launcher has nobody say what nobody hears, and needs no input', async t => {
  const { launcher } = entries
  t.match(await shell(`${launcher} --version >&-`), { exitCode: 2, stderr: /output is closed; no verdict/ })
  t.match(await shell(`${launcher} --version 2>&-`), { exitCode: 2, stdout: '' })
  t.match(await shell(`${launcher} --version >&- 2>&-`), { exitCode: 2 })
  t.match(await shell(`${launcher} --version <&-`), { exitCode: 0, stdout: /^\d/, stderr: '' })
})

t.test('the launcher passes a difference on, and nothing else as 1', async t => {
  const bin = t.testdir()
  const ends = async (code: number): Promise<number | null> => {
    writeFileSync(join(bin, 'node'), `#!/bin/sh\nexit ${code}\n`, { mode: 0o755 })
    return (await shell(`PATH=${bin}:$PATH; ${entries.launcher}`)).exitCode
  }
  const codes = [0, 1, 2, 3, 13, 61, 125, 134, 137, 139]
  const ended = []
  for (const code of codes) ended.push(await ends(code))
  t.strictSame(ended, [0, 2, 2, 2, 2, 1, 125, 2, 2, 2])
})

t.test('a difference exits with 1, with 61 for the launcher', async t => {
  const ends = async (env: string): Promise<number | null> => {
    const code = `import { exitWith } from './generator/cli/exit.js'; exitWith(1)`
    return (await shell(`${env} '${process.execPath}' --import tsx --input-type=module -e "${code}"`))
      .exitCode
  }
  t.strictSame([await ends(''), await ends('LANDLOCKSTEP_DIVERGE=61')], [1, 61])
})
