import { existsSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { readObservations } from '../../generator/guest/ktap.js'
import { scratchFolder, writeWhole } from '../../generator/shared/cache.js'
import { exec } from '../../generator/shared/exec.js'
import { buildGuestTools, compileSuite } from '../../generator/suite/build.js'
import { suiteFiles } from '../../generator/suite/suite-files.js'
import { covers } from '../../specs/outcome.js'
import { everyOp } from '../data/every-op/suite.js'

const quiet = (): void => {}

async function writeSuite(folder: string, changes: Readonly<Record<string, string>> = {}): Promise<void> {
  for (const { path, content } of suiteFiles(everyOp).files)
    await writeWhole(join(folder, path), changes[path] ?? content)
}

/** The programs whose outcomes are all among the allowed ones. */
function agreeing(output: string): readonly string[] {
  const observations = readObservations(output)
  return everyOp.tests
    .filter(({ name, allowed }) => {
      const { end, outcomes } = observations.get(name) ?? { end: 'lost', outcomes: [] }
      return (
        end === 'done' &&
        outcomes.length === allowed.length &&
        outcomes.every((outcome, index) => allowed[index]?.some(one => covers(one, outcome)))
      )
    })
    .map(({ name }) => name)
}

t.test('every kind of op compiles without a warning and runs on the kernel of this machine', async t => {
  await scratchFolder(async folder => {
    await writeSuite(folder)
    const heard: string[] = []
    const suite = await compileSuite(folder, text => heard.push(text))
    t.match(heard, ['compiling sockets_work.c (1)'])
    t.ok(existsSync(join(folder, 'build', 'harness.o')))

    const names = everyOp.tests.map(({ name }) => name)
    t.equal((await exec(suite, ['--list'])).stdout, `${names.join('\n')}\n`)
    t.equal((await exec(suite, ['--bogus'])).exitCode, 2)
    t.equal((await exec(suite, ['--filter', 'no-such-law'])).exitCode, 2)

    const all = await exec(suite, [])
    if (all.exitCode === 4) {
      t.match(all.stdout, /# SKIP Landlock is/)
      t.comment('this kernel has no Landlock, so nothing ran')
      return
    }
    const wrong = 'actors_take_turns_1'
    t.equal(all.exitCode, 1)
    t.same(
      agreeing(all.stdout),
      names.filter(name => name !== wrong && !all.stdout.includes(` ${name} # SKIP no logs`)),
    )
    t.match(
      all.stdout,
      `  # step 0: observed OK, allowed only EACCES | EPERM\n  # steps OK\n  not ok 2 ${wrong}\n`,
    )
    t.match(await exec(suite, ['--filter', 'rules-decide']), {
      exitCode: 0,
      stdout: new RegExp(`^KTAP version 1\\n# suite ${suiteFiles(everyOp).made.id}\\n1\\.\\.1\\n`),
    })
    t.match(
      (await exec(suite, ['--from', `${names.indexOf('rules_decide_3')}`])).stdout,
      /\n1\.\.2\n.*\n.*rules-decide\n {2}1\.\.2\n.*rules_decide_3\n/,
    )
  })
})

t.test('a law builds by itself', async t => {
  await scratchFolder(async folder => {
    await writeSuite(folder)
    const make = await exec('make', ['-s', '-C', folder, 'rules_decide'])
    t.match(make, { exitCode: 0, stderr: '' })
    const { stdout } = await exec(join(folder, 'rules_decide'), ['--list'])
    const names = everyOp.tests.filter(({ law }) => law === 'rules-decide').map(({ name }) => `${name}\n`)
    t.equal(stdout, names.join(''))
  })
})

t.test('C that does not compile is E_COMPILE with what the compiler said', async t => {
  await scratchFolder(async folder => {
    await writeSuite(folder, {
      'rules_decide.c': '#include "harness.h"\nstatic int unused(void) { return bogus; }\n',
    })
    await t.rejects(compileSuite(folder, quiet), {
      code: 'E_COMPILE',
      message: /The C of the suite in .* does not compile with cc/,
      output: /rules_decide\.c:2:\d+: error: .bogus. undeclared/,
    })
    t.notOk(existsSync(join(folder, 'suite')))
  })
})

t.test('a compiler that is not there is E_MISSING', async t => {
  await scratchFolder(async folder => {
    await writeSuite(folder)
    process.env.CC = 'landlockstep-no-such-compiler'
    t.teardown(() => delete process.env.CC)
    await t.rejects(compileSuite(folder, quiet), { code: 'E_MISSING', message: /no-such-compiler.*setup/ })
  })
})

t.test('the tools of a guest are static programs, compiled once', async t => {
  await scratchFolder(async folder => {
    const before = process.env.XDG_CACHE_HOME
    process.env.XDG_CACHE_HOME = folder
    t.teardown(() => {
      if (before === undefined) delete process.env.XDG_CACHE_HOME
      else process.env.XDG_CACHE_HOME = before
    })
    const heard: string[] = []
    const tools = await buildGuestTools(text => heard.push(text))
    t.same(await buildGuestTools(text => heard.push(text)), tools)
    t.same(heard, ['compiling what a guest needs'])
    for (const path of [tools.init, tools.probe, tools.bench]) {
      const { stdout } = await exec('readelf', ['-l', path])
      t.match(stdout, 'EXEC')
      t.notMatch(stdout, 'INTERP')
    }
  })
})
