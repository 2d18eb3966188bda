import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { confirmFinding } from '../generator/fuzz/findings/confirm.js'
import { loop } from '../generator/fuzz/loop.js'
import type { FuzzResult } from '../generator/report/fuzz-result.js'
import { ready, startJob } from '../generator/run/job.js'
import { readCase } from '../generator/suite/codec.js'
import { loadLaws } from '../generator/suite/laws.js'
import { emptyFolder } from './empty-folder.js'
import { executorOn } from './guest-executor.js'
import { landlockstep } from './landlockstep.js'

const kernel = 'debian:trixie'

t.test('new programs run on two real kernels at once, and none of them finds anything', async t => {
  const run = await landlockstep([
    ...[
      'fuzz',
      '--kernel',
      kernel,
      '--kernel',
      'native',
      '--programs',
      '1000',
      '--seed',
      '1',
      '--no-keep',
      '--json',
    ],
  ])
  t.equal(run.exitCode, 0, run.stderr)
  const result = JSON.parse(run.stdout) as FuzzResult
  t.match(result, { verdict: 'agree', seed: 1, divergences: [], unavailable: [] })
  const whole = { verdict: 'agree', programs: 1000, lost: 0, missing: [] }
  t.match(result.kernels, [
    { ref: kernel, ...whole },
    { ref: 'native', ...whole },
  ])
})

t.test('a model of another kernel is found out, and the program that shows it is small', async t => {
  const scratch = emptyFolder()
  const quiet = (): void => {}
  const { machine, probed } = await ready(kernel, await startJob(join(scratch, 'job'), quiet))
  // Erratum 1: rights of TCP are not about MPTCP any more.
  const target = { ...probed.target, errata: 0 }
  const specs = (await loadLaws()).filter(({ name }) => name === 'other-streams-are-not-tcp')
  const bench = { target, specs, known: [] }
  const executor = await executorOn(machine, target, scratch)
  const limits = { seed: 1, programs: 60 }
  const findings = join(scratch, 'findings')
  const told: string[] = []
  const tell = (text: string): void => void told.push(text)
  const setting = { executor, bench, corpus: undefined, scratch, findings, tell }
  const { kinds, programs } = await loop(setting, limits, quiet)
  t.ok(programs > 1)
  t.equal(told.length, kinds.length, 'each kind is told when it is seen')
  const [kind] = kinds
  if (kind === undefined) throw new Error('nothing was found')
  const cases = join(scratch, 'cases')
  const origin = { machine, release: probed.release, seed: limits.seed, cases, findings }
  const found = await confirmFinding({ executor, bench, origin, scratch, progress: quiet }, kind)
  if ('vanished' in found) throw new Error('it does not come back')
  t.match(found, { kernel, replayed: found.replays, clause: /^hook\./, kept: /^kept as / })
  t.ok(found.ops.length <= 5, JSON.stringify(found.ops))

  t.strictSame(readdirSync(cases).sort(), [`case-${found.program}.json`])
  const kept = readCase(readFileSync(join(cases, `case-${found.program}.json`), 'utf8'), 'a case')
  t.match(kept, {
    ops: found.ops,
    found: { seed: 1, step: found.step, outcomes: { length: kept.ops.length } },
  })
  const folder = join(findings, found.program)
  t.strictSame(
    readdirSync(folder).sort(),
    [
      'README.md',
      'case.json',
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
  t.match(read('run/channel.log'), new RegExp(`# begin ${found.law.replaceAll('-', '_')}_0`))
  t.match(read('mail.txt'), /5 of 5 runs/)
})
