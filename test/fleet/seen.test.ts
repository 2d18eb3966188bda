import { chromium } from 'playwright-core'
import t from 'tap'
import { findProgram } from '../../generator/shared/programs.js'
import { endAll, TestFleet, until } from './fleet.js'

t.teardown(endAll)

const fleet = new TestFleet()
await fleet.serve()
const worker = fleet.worker()
await until('a worker', async () => / 1 jobs at a time/.test(worker.said()))

t.test('Prometheus reads what a fleet is at, as each line has its form', async t => {
  const run = fleet.run()
  t.equal(await run.ended, 0, run.said())
  const answer = await fleet.ask('/metrics', {
    headers: { authorization: (await fleet.asking()).headers.authorization ?? '' },
  })
  t.match(answer.headers.get('content-type'), /^text\/plain; version=0\.0\.4/)
  const lines = (await answer.text())
    .trimEnd()
    .split('\n')
    .filter(line => line !== '')
  const wrong = lines.filter(
    line => !/^(?:# (?:HELP|TYPE) \w+ .+|\w+(?:\{[^}]*\})? -?\d+(?:\.\d+)?)$/.test(line),
  )
  t.strictSame(wrong, [])
  for (const line of [
    'landlockstep_workers 1',
    'landlockstep_results_taken_total 1',
    'landlockstep_orders 0',
  ])
    t.ok(lines.includes(line), line)
  t.ok(lines.some(line => /^bullmq_job_count\{.*state="active".*\} 0$/.test(line)))
})

t.test('none of it is shown without the password', async t => {
  for (const path of ['/', '/metrics', '/events'])
    t.equal((await fetch(`${fleet.url().origin}${path}`)).status, 401)
})

t.test('the page follows the fleet by itself', async t => {
  const executablePath = findProgram('chromium')
  if (executablePath === undefined) throw new Error('chromium is not installed, which reads the page')
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] })
  t.teardown(() => browser.close())
  const { origin, password } = fleet.url()
  const context = await browser.newContext({ httpCredentials: { username: 'fleet', password, origin } })
  const page = await context.newPage()
  await page.goto(origin)
  await page.getByText('done twice').waitFor()
  t.match(await page.locator('#workers li').allTextContents(), [/-\d+$/], 'by its machine and process')
  worker.kill('SIGTERM')
  await worker.ended
  await until('a page without workers', async () => (await page.locator('#workers li').count()) === 0)
})
