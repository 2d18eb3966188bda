import { appendFileSync, cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import type { Result } from '../generator/judge/result.js'
import type { Exit } from '../generator/shared/exec.js'
import { emptyFolder } from './empty-folder.js'
import { landlockstep } from './landlockstep.js'

const kernel = 'debian:trixie'
const home = fileURLToPath(new URL('../', import.meta.url))

t.test('a law is told from a real kernel in a guest, and its run is judged again without one', async t => {
  const run = await landlockstep(['run', '--kernel', kernel, '--filter', 'denial-is-final', '--json'])
  t.equal(run.exitCode, 0, run.stderr)
  const result = JSON.parse(run.stdout) as Result
  const [one] = result.kernels
  t.equal(result.verdict, 'agree')
  t.equal(result.laws, 1)
  t.ok(one !== undefined && one.programs > 1 && one.agreed === one.programs)
  t.match(one, { ref: kernel, abi: Number, release: /^\d+\.\d+/, sha256: /^[0-9a-f]{64}$/, lost: 0 })
  for (const stage of ['kernel', 'probe', 'sample', 'render', 'build', 'run'])
    t.type(one?.seconds[stage], 'number')
  const folder = join(home, result.folder)

  t.test('the bundle holds what replays it anywhere', async t => {
    t.match(readFileSync(join(folder, 'qemu.txt'), 'utf8'), /qemu-system-x86_64 .*-kernel/)
    t.match(JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')), {
      seed: 1,
      kernel: { ref: kernel, sha256: one?.sha256 },
      versions: { qemu: /QEMU/, node: process.versions.node },
    })
    t.match(readFileSync(join(folder, 'config'), 'utf8'), /^CONFIG_SECURITY_LANDLOCK=y$/m)
    t.strictSame(JSON.parse(readFileSync(join(folder, 'result.json'), 'utf8')), result)
  })

  t.test('the same log gives the same verdict', async t => {
    const again = await landlockstep(['rejudge', folder, '--json'])
    t.equal(again.exitCode, 0)
    t.match(JSON.parse(again.stdout), {
      verdict: 'agree',
      kernels: [{ programs: one?.programs, agreed: one?.agreed }],
    })
  })

  t.test('a run folder in which something was changed is no run', async t => {
    const copy = join(emptyFolder(), 'run')
    cpSync(folder, copy, { recursive: true })
    appendFileSync(join(copy, 'channel.log'), ' ')
    const { stderr, exitCode } = await landlockstep(['rejudge', copy])
    t.match(stderr, /E_RUN: [\s\S]*channel\.log was changed/)
    t.equal(exitCode, 2)
  })

  t.test(
    'one outcome that the model does not allow is a divergence, with its law, clause and replay',
    async t => {
      const { stdout, exitCode } = await diffLog(folder, text =>
        text
          .replace(
            /^ {2}# steps ((?:\S+ )*?)EACCES(.*)\n {2}ok /m,
            (_, before: string, after: string) =>
              `  # step ${before.split(' ').length - 1}: observed OK, allowed only EACCES\n  # steps ${before}OK${after}\n  not ok `,
          )
          .replace(/^ok 1 denial-is-final$/m, 'not ok 1 denial-is-final'),
      )
      t.equal(exitCode, 1)
      t.match(stdout, /denial-is-final does not hold/)
      t.match(stdout, /specs\/laws\/denial-is-final\.ts:\d+/)
      t.match(stdout, /observed OK, allowed only EACCES/)
      t.match(stdout, /security\/landlock\//)
      const replay = /replay: npx landlockstep replay (\S*\/programs\/[0-9a-f]{12}\.json) --kernel /
      t.ok(existsSync(join(home, replay.exec(stdout)?.[1] ?? 'nowhere')))
    },
  )

  t.test('a log that was cut is no verdict', async t => {
    const { stdout, exitCode } = await diffLog(folder, text => text.slice(0, text.lastIndexOf('# begin')))
    t.match(stdout, /No verdict: \d+ program/)
    t.equal(exitCode, 2)
  })

  t.test('a log of another kernel than the suite was made for is refused', async t => {
    const { stderr, exitCode } = await diffLog(folder, text =>
      text.replace(/^# target errata \d+/m, '# target errata 1'),
    )
    t.match(stderr, /E_TARGET: .*errata is \d+ in its manifest and 1 as reported/)
    t.equal(exitCode, 2)
  })

  t.test('one program is explained without a kernel, and replayed on it step by step', async t => {
    const file = join(home, 'test/data/denied-bind.json')
    const words = await landlockstep(['explain', file, '--target', `abi-${one?.abi}`])
    t.equal(words.exitCode, 0, words.stderr)
    t.match(words.stdout, /allowed: EACCES\n {4}[\w.-]+: .*\(.*security\/landlock/)
    const { stdout, exitCode, stderr } = await landlockstep(['replay', file, '--kernel', kernel])
    t.equal(exitCode, 0, stderr)
    t.match(stdout, /allowed EACCES, observed EACCES/)
  })

  t.test('where the model is silent it says why, and a kernel may be observed all the same', async t => {
    const file = join(home, 'test/data/silent-open.json')
    const refused = await landlockstep(['replay', file, '--kernel', kernel])
    t.equal(refused.exitCode, 2)
    t.match(
      refused.stderr,
      /E_OUTSIDE.*ops\[1\].*capabilities\. \(file\.proc: fs\/proc\/base\.c\).*replay --observe/,
    )
    const { stdout, exitCode, stderr } = await landlockstep(['replay', '--observe', file, '--kernel', kernel])
    t.equal(exitCode, 2, stderr)
    const spoken = join(home, 'test/data/denied-bind.json')
    const judged = await landlockstep(['replay', '--observe', spoken, '--kernel', kernel])
    t.match(
      judged,
      { exitCode: 0, stdout: /\nagree \(exit code 0\)/ },
      'of which the model speaks is judged whole',
    )
    t.match(
      stdout,
      /allowed OK, observed OK\nthe model is silent from here on: .*file\.proc.*\n.*open.*\n +observed \w+\n.*close.*\n +observed OK\nno verdict/,
    )
  })

  t.test('the same target and seed give the same bytes', async t => {
    const written = await landlockstep([
      'generate',
      '--target',
      `abi-${one?.abi}`,
      '--filter',
      'denial-is-final',
      '--json',
    ])
    t.equal(written.exitCode, 0, written.stderr)
    const { folder: suite } = JSON.parse(written.stdout) as { readonly folder: string }
    t.equal(
      readFileSync(join(home, suite, 'expected.json'), 'utf8'),
      readFileSync(join(folder, 'expected.json'), 'utf8'),
    )
  })
})

/** Judges the log of a run in which something is changed, away from the run but beside its console. */
function diffLog(folder: string, edit: (text: string) => string): Promise<Exit> {
  const copy = emptyFolder()
  const before = readFileSync(join(folder, 'channel.log'), 'utf8')
  const after = edit(before)
  if (after === before) throw new Error('the log was not changed')
  writeFileSync(join(copy, 'some.log'), after)
  cpSync(join(folder, 'console.log'), join(copy, 'console.log'))
  return landlockstep(['rejudge', join(copy, 'some.log')])
}
