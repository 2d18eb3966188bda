import { chmodSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import type { StartOptions } from '../../generator/guest/machine.js'
import { native } from '../../generator/guest/native.js'

const kernel = { kind: 'native', ref: 'native', config: null, origin: 'o' } as const

/** Runs two scripts as probe and suite. */
async function run(folder: string, probe: string, suite: string, start: Partial<StartOptions> = {}) {
  for (const [name, text] of Object.entries({ probe, suite })) {
    writeFileSync(join(folder, name), `#!/bin/sh\n${text}\n`)
    chmodSync(join(folder, name), 0o755)
  }
  const machine = native(kernel, { init: '', probe: join(folder, 'probe'), ticks: '' })
  const packed = await machine.pack(join(folder, 'suite'), folder)
  return machine.start(
    packed,
    { from: 3, processors: 1, deadlineMs: 30_000, ...start },
    join(folder, 'run'),
    () => {},
  )
}

const answers = 'echo "# target end"'

t.test('that nobody reads along what the running kernel says, is said', async t => {
  t.match(native(kernel, { init: '', probe: '', ticks: '' }).notes, [
    /^what the running kernel reports of itself is not seen$/,
  ])
})

t.test('probe and suite speak on one channel, and the suite is told what to run', async t => {
  const folder = t.testdir()
  const suite = 'echo "$@ $LANDLOCKSTEP_TIMEOUT"; echo "# end"; exit 1'
  const boot = await run(folder, answers, suite, { only: 'a_law_3', patience: 7 })
  t.match(boot, { end: 'halt', channel: '# target end\n--from 3 --filter a_law_3 7\n# end\n' })
  t.equal(readFileSync(join(folder, 'run', 'channel.log'), 'utf8'), boot.channel)
})

t.test('a suite that says that it ended and stays, is ended, and what it said holds', async t => {
  t.match(await run(t.testdir(), answers, 'echo "# end"; exec sleep 60'), {
    ...{ end: 'stay', channel: '# target end\n# end\n' },
  })
})

t.test('a probe that stays is ended, and the suite runs', async t => {
  t.match(await run(t.testdir(), `${answers}; exec sleep 60`, 'echo "# end"'), {
    ...{ end: 'halt', channel: '# target end\n# end\n' },
  })
})

t.test('a suite that is killed is lost where it was', async t => {
  t.match(await run(t.testdir(), answers, 'echo "  # begin a_law_3"; kill -KILL $$'), {
    end: 'killed',
    detail: 'suite was ended by SIGKILL',
    channel: '# target end\n  # begin a_law_3\n',
  })
})

t.test('a suite that takes too long hangs', async t => {
  t.match(await run(t.testdir(), answers, 'while :; do echo x; sleep 0.1; done', { deadlineMs: 1_000 }), {
    ...{ end: 'hang', detail: 'it took more than 1 s' },
  })
})

t.test('a suite that cannot run here is an error', async t => {
  await t.rejects(run(t.testdir(), answers, 'echo "Bail out! no namespaces"; exit 3'), {
    code: 'E_NATIVE',
    message: /suite cannot run on this machine \(exit code 3\)/,
    output: /Bail out/,
  })
})
