import t from 'tap'
import type { Machine } from '../../generator/guest/machine.js'
import { judgeRun } from '../../generator/judge/verdict.js'
import { startJob } from '../../generator/run/job.js'
import { loadMeans } from '../../generator/run/means.js'
import { retry } from '../../generator/run/retry.js'
import { ToolError } from '../../generator/shared/error.js'
import { suiteFiles } from '../../generator/suite/suite-files.js'
import { emptyFolder } from '../empty-folder.js'
import { channelOf, savedRun, smallSuite } from '../saved-run.js'

const suite = smallSuite()
const run = savedRun('a', suite)
const bench = {
  ...(await loadMeans()),
  replay: () => '',
  notes: [],
  seconds: () => ({}),
  ...{ suite: '', suiteId: '', folder: '' },
}
const kernel = { kind: 'native', ref: 'a', config: null, origin: '' } as const

/** A machine on which all that runs does what is allowed, but in one guest, which cannot be had. */
function machine(part: typeof suite, gone: number, packed: string[]): Machine {
  let guests = 0
  return {
    kernel,
    notes: [],
    pack: async binary => {
      packed.push(binary ?? '')
      return 'packed'
    },
    start: async () => {
      guests += 1
      if (guests === gone) throw new ToolError('E_QEMU', 'There is no memory.')
      const channel = channelOf(part, suiteFiles(part).made)
      return { end: 'halt', detail: '', channel, console: '', seconds: 0 }
    },
  }
}

t.test('what was lost runs again, in a suite of its own and in fresh guests', async t => {
  const [first] = suite.tests
  const lost = { ...run, channel: run.channel.replace(/^ +# steps .*\n/m, '') }
  const judged = judgeRun(lost, bench)
  t.equal(judged.kernel.lost, 1)
  const part = { ...suite, tests: suite.tests.slice(0, 1) }
  const packed: string[] = []
  const job = await startJob(emptyFolder(), () => {})
  const retries = await retry({ machine: machine(part, 2, packed), suite, judged }, 3, job)
  t.equal(packed.length, 1, 'it is compiled once')
  t.match(retries, { tests: [first?.name], suite: suiteFiles(part).made.id })
  t.match(
    retries?.guests.map(({ channel, lost }) => [channel === '', lost]),
    [
      [false, []],
      [true, [/E_QEMU: There is no memory/]],
      [false, []],
    ],
  )
  if (retries === undefined) throw new Error('nothing ran again')
  t.match(judgeRun({ ...lost, retries }, bench).kernel, {
    flaky: 1,
    lost: 0,
    tests: [{ again: { votes: ['as allowed', 'lost', 'as allowed'] } }],
  })
  t.ok(job.times.seconds().retry !== undefined)
})

t.test('where all agrees, or nobody wants it, nothing runs again', async t => {
  const job = await startJob(emptyFolder(), () => {})
  const none = machine(suite, 1, [])
  t.equal(await retry({ machine: none, suite, judged: judgeRun(run, bench) }, 3, job), undefined)
  const lost = { ...run, channel: run.channel.replace(/^ +# steps .*\n/m, '') }
  t.equal(await retry({ machine: none, suite, judged: judgeRun(lost, bench) }, 0, job), undefined)
})
