import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { buildExecutor, buildGuestTools } from '../generator/build.js'
import { loadLaws } from '../generator/laws.js'
import { confirm } from '../generator/pipeline/fuzz/confirm.js'
import { executorIn } from '../generator/pipeline/fuzz/executor.js'
import { look } from '../generator/pipeline/fuzz/hunt.js'
import { ready, startJob } from '../generator/pipeline/job.js'
import { renderExecutor } from '../generator/render.js'
import type { Fuzzed } from '../generator/report/fuzz.js'
import { landlockstep } from './landlockstep.js'

const kernel = 'debian:trixie'

t.test('new programs run on a real kernel, and none of them finds anything', async t => {
  const run = await landlockstep([
    ...['fuzz', '--kernel', kernel, '--programs', '1000', '--seed', '1', '--json'],
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
  const { kinds, programs } = await look(executor, bench, hunt, undefined, join(scratch, 'guests'), quiet)
  t.ok(programs > 1)
  const [first] = kinds.values()
  if (first === undefined) throw new Error('nothing was found')
  const found = await confirm(executor, bench, first.finding, first.programs, scratch, quiet)
  t.match(found, { replayed: found.replays, divergence: { clause: /^hook\./ } })
  t.ok(found.program.ops.length <= 5, JSON.stringify(found.program))
})
