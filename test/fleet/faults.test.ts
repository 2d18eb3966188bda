import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { UnrecoverableError, Worker } from 'bullmq'
import t from 'tap'
import { programHash } from '../../generator/fleet/code.js'
import { queueName } from '../../generator/fleet/queue.js'
import { landlockstep } from '../landlockstep.js'
import { endAll, redisOf, TestFleet, timeless, until } from './fleet.js'

t.afterEach(endAll)

/** What one machine says. */
const alone = async (): Promise<string> =>
  timeless(
    (await landlockstep(['run', '--kernel', 'native', '--filter', 'denial-is-final', '--json'])).stdout,
  )

/** Ends a process outright by its number. */
const killNow = (pid: number): void => void process.kill(pid, 'SIGKILL')

const begun = (worker: { readonly said: () => string }) =>
  until('a job that begins', async () => / begins$/m.test(worker.said()))

t.test(
  'a worker that is killed outright, and one that is stopped for longer than anybody waits, lose nothing',
  async t => {
    const fleet = new TestFleet('--lost-after', '1s')
    await fleet.serve()
    const expected = await alone()
    const first = fleet.worker()
    const run = fleet.run()
    await begun(first)
    first.kill('SIGKILL')
    await first.ended
    const second = fleet.worker()
    await begun(second)
    second.kill('SIGSTOP')
    const third = fleet.worker()
    t.equal(await run.ended, 0, run.said())
    t.equal(timeless(run.printed()), expected, 'the result is that of one machine')
    second.kill('SIGCONT')
    const again = await until('the result that nobody needs any more', async () => {
      const said = second.said()
      return / is done|Missing/.test(said.slice(said.indexOf(' begins'))) && said
    })
    t.comment(again)
    t.equal(readdirSync(join(fleet.folder, 'results')).length, 1, 'one job has one result')
    third.kill('SIGTERM')
    t.equal(await third.ended, 0, 'a worker that is asked to end has done nothing wrong')
  },
)

t.test('a worker that is told to end gives back what it works at', async t => {
  // Who waited for the loss of a worker would wait for ever.
  const fleet = new TestFleet('--lost-after', '1h')
  await fleet.serve()
  const first = fleet.worker()
  const run = fleet.run('--quiet')
  await begun(first)
  first.kill('SIGTERM')
  t.equal(await first.ended, 0)
  fleet.worker()
  t.equal(await run.ended, 0, run.said())
})

t.test('Redis is killed, and then serve with all that it started: the run goes on where it was', async t => {
  const fleet = new TestFleet('--lost-after', '2s')
  const serving = await fleet.serve()
  const expected = await alone()
  const run = fleet.run('--slices', '2')
  await until('an order', async () => readdirSync(join(fleet.folder, 'orders')).length > 0)
  const redis = await until('redis', async () => redisOf(fleet))
  killNow(redis)
  await until('another redis', async () => (redisOf(fleet) ?? redis) !== redis)
  const worker = fleet.worker()
  await begun(worker)
  serving.kill('SIGKILL')
  await serving.ended
  await fleet.serve()
  t.equal(await run.ended, 0, run.said())
  t.equal(timeless(run.printed()), expected, 'the result is that of one machine')
})

t.test('who ordered is killed: the same order finds what was done, and is done again after that', async t => {
  const fleet = new TestFleet()
  await fleet.serve()
  const results = (): readonly string[] => readdirSync(join(fleet.folder, 'results'))
  const first = fleet.run()
  await until('an order', async () => readdirSync(join(fleet.folder, 'orders')).length > 0)
  first.kill('SIGKILL')
  fleet.worker()
  await until('its result', async () => results().length === 1)
  const second = fleet.run()
  t.equal(await second.ended, 0, second.said())
  t.equal(results().length, 1, 'it was not done twice')
  const third = fleet.run()
  t.equal(await third.ended, 0, third.said())
  t.equal(results().length, 2, 'what was collected is done anew')
})

t.test(
  'a job that kills its worker three times is set aside with its log, and the run is incomplete',
  async t => {
    const fleet = new TestFleet('--lost-after', '1s')
    await fleet.serve()
    const run = fleet.run()
    for (let time = 1; time <= 3; time++) {
      const worker = fleet.worker()
      await begun(worker)
      await sleep(1_500)
      worker.kill('SIGKILL')
      await worker.ended
    }
    // Somebody has to find out.
    fleet.worker()
    t.equal(await run.ended, 2, run.printed())
    t.match(run.said(), /E_JOB: The job run-[0-9a-f]{32} was set aside, so the run is incomplete: .*stalled/)
    t.equal(run.said().match(/ taken by \S+-\d+$/gm)?.length, 3, 'its log says who took it')
  },
)

t.test('where one job of a kernel is set aside, the run says which, and is incomplete', async t => {
  const fleet = new TestFleet()
  await fleet.serve()
  const run = fleet.run('--slices', '2')
  const connection = { url: await fleet.redisUrl(), maxRetriesPerRequest: null }
  const refused: string[] = []
  const spoiler = new Worker(
    queueName(await programHash()),
    async ({ id = '' }) => {
      refused.push(id)
      void spoiler.pause(true)
      throw new UnrecoverableError('for want of a test')
    },
    { connection },
  )
  await until('a job that is refused', async () => refused.length > 0)
  await spoiler.close()
  fleet.worker()
  t.equal(await run.ended, 2, run.said())
  const said = JSON.parse(run.printed())
  const [kernel] = said.kernels
  t.match(said, { verdict: 'incomplete', kernels: [{ programs: 80, agreed: 40, diverged: 0, known: 0 }] })
  t.equal(kernel.lost + kernel.flaky, 40, 'some of which run again, as after the loss of a guest')
  t.match(kernel.missing.join(), new RegExp(`${refused[0]} was set aside.*for want of a test`))
})
