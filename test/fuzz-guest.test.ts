import { mkdtempSync, readdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { executorIn } from '../generator/fuzz/executor/executor-in.js'
import { confirm } from '../generator/fuzz/findings/confirm.js'
import { look } from '../generator/fuzz/loop.js'
import type { Fuzzed } from '../generator/report/fuzz.js'
import { ready, startJob } from '../generator/run/job.js'
import { buildExecutor, buildGuestTools } from '../generator/suite/build.js'
import { readCase } from '../generator/suite/codec.js'
import { loadLaws } from '../generator/suite/laws.js'
import { renderExecutor } from '../generator/suite/render.js'
import { landlockstep } from './landlockstep.js'

const kernel = 'debian:trixie'

t.test('new programs run on a real kernel, and none of them finds anything', async t => {
  const run = await landlockstep([
    ...['fuzz', '--kernel', kernel, '--programs', '1000', '--seed', '1', '--no-keep', '--json'],
  ])
  t.equal(run.exitCode, 0, run.stderr)
  const fuzzed = JSON.parse(run.stdout) as Fuzzed
  t.match(fuzzed, { kernel, seed: 1, programs: 1000, findings: [] })
})

t.test('a model of another kernel is found out, and the program that shows it is small', async t => {
  const scratch = mkdtempSync(join(tmpdir(), 'fuzz-guest-'))
  const quiet = (): void => {}
  const { machine, probed } = await ready(kernel, await startJob(join(scratch, 'job'), quiet))
  // Erratum 1: rights of TCP are not about MPTCP any more.
  const target = { ...probed.target, errata: 0 }
  const specs = (await loadLaws()).filter(({ name }) => name === 'other-streams-are-not-tcp')
  const bench = { target, specs, known: [] }
  const binary = await buildExecutor(renderExecutor(target, []), quiet)
  const executor = await executorIn(machine.kernel, await buildGuestTools(quiet), binary, target, scratch)
  const hunt = { seed: 1, programs: 60 }
  const places = { guests: join(scratch, 'guests'), findings: join(scratch, 'findings') }
  const { kinds, programs } = await look(executor, bench, hunt, undefined, places, quiet)
  t.ok(programs > 1)
  const [kind] = kinds.values()
  if (kind === undefined) throw new Error('nothing was found')
  const [cases, findings] = [join(scratch, 'cases'), join(scratch, 'findings')]
  const origin = { machine, release: probed.release, seed: hunt.seed, cases, findings }
  const found = await confirm(executor, bench, kind, origin, scratch, quiet)
  t.match(found, { replayed: found.replays, divergence: { clause: /^hook\./ }, kept: /^kept as / })
  t.ok(found.program.ops.length <= 5, JSON.stringify(found.program))

  t.strictSame(readdirSync(cases).sort(), [`${found.id}.json`, `case-${found.id}.ts`])
  const kept = readCase(readFileSync(join(cases, `${found.id}.json`), 'utf8'), 'a case')
  t.match(kept, {
    ops: found.program.ops,
    found: { seed: 1, step: found.divergence.step, outcomes: { length: kept.ops.length } },
  })
  const folder = join(findings, found.id)
  t.strictSame(
    readdirSync(folder).sort(),
    [
      'README.md',
      'case.json',
      `case-${found.id}.ts`,
      'console.log',
      'found.json',
      'kselftest',
      'kselftest_harness_test.c',
      'mail.txt',
      'reproducer.c',
      'run',
    ].sort(),
  )
  const read = (path: string): string => readFileSync(join(folder, path), 'utf8')
  t.match(read('console.log'), /reboot: Restarting system/)
  t.match(read('README.md'), /fresh guest, which gave it again/)
  t.match(read('run/channel.log'), new RegExp(`# begin ${found.divergence.law.replaceAll('-', '_')}_0`))
  t.match(read('mail.txt'), /5 of 5 runs/)
})
