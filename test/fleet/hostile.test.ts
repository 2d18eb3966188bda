import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Queue } from 'bullmq'
import t from 'tap'
import { readFleetUrl } from '../../generator/fleet/access.js'
import { artifactPath, takeArtifact } from '../../generator/fleet/artifacts.js'
import { programHash } from '../../generator/fleet/code.js'
import { type FleetJob, jobId } from '../../generator/fleet/job.js'
import { codeHeader } from '../../generator/fleet/protocol.js'
import { queueName } from '../../generator/fleet/queue.js'
import { fleetCaller } from '../../generator/fleet/request.js'
import { sha256 } from '../../generator/shared/cache.js'
import { endAll, TestFleet, until } from './fleet.js'

t.teardown(endAll)

const fleet = new TestFleet('--lost-after', '1s')
await fleet.serve()
const code = await programHash()
const choice = { seed: 1, filter: 'denial-is-final' }
const job: FleetJob = { kind: 'run', code, kernel: 'native', choice }

const posted = async (jobs: readonly unknown[]): Promise<string> => {
  const { headers } = await fleet.asking()
  const answer = await fleet.ask('/orders', { method: 'POST', headers, body: JSON.stringify({ jobs }) })
  return `${answer.status} ${await answer.text()}`
}

t.test('who does not know the password is told nothing', async t => {
  const { origin } = fleet.url()
  for (const authorization of [
    '',
    `Basic ${btoa('fleet:')}`,
    `Basic ${btoa(`fleet:${'0'.repeat(48)}`)}`,
    'Bearer x',
  ]) {
    const { status } = await fetch(`${origin}/fleet`, { headers: { authorization, [codeHeader]: code } })
    t.equal(status, 401, authorization)
  }
  const worker = fleet.start('worker', '--fleet', `${origin.replace('//', `//fleet:${'0'.repeat(48)}@`)}`)
  t.equal(await worker.ended, 2)
  t.match(worker.said(), /E_FLEET: The fleet refuses: the password of this fleet is another one/)
})

t.test('a program of another version is refused with both versions', async t => {
  const { headers } = await fleet.asking()
  const answer = await fleet.ask('/fleet', { headers: { ...headers, [codeHeader]: 'f'.repeat(64) } })
  t.equal(answer.status, 409)
  t.match(await answer.text(), new RegExp(`version ${code.slice(0, 16)} .*ffffffffffffffff.*same one`))
})

t.test('an order with what is no job is refused with the field that is wrong', async t => {
  const kernels = [
    'tree:/tmp',
    '/boot/vmlinuz',
    'vmlinuz',
    './vmlinuz',
    'debian:../../x',
    'lab;id',
    'native/../x',
  ]
  for (const kernel of kernels)
    t.match(await posted([{ ...job, kernel }]), /^400 .*E_JOB: .*jobs\[0\]\.kernel/, kernel)
  t.match(await posted([{ ...job, command: 'id' }]), /^400 .*E_JOB/)
  t.match(await posted([{ ...job, choice: { ...choice, filter: '../x' } }]), /^400 .*filter/)
  t.match(await posted([{ ...job, kind: 'shell' }]), /^400 .*E_JOB/)
  t.match(await posted([]), /^400 .*E_JOB/)
  t.match(await posted([{ ...job, code: 'f'.repeat(64) }]), /^409 .*another version/)
})

t.test('a result is taken only of a job that somebody waits for, and only if it is one', async t => {
  const { headers } = await fleet.asking()
  const put = async (id: string, body: string): Promise<string> => {
    const answer = await fleet.ask(`/results/${id}`, { method: 'PUT', headers, body })
    return `${answer.status} ${await answer.text()}`
  }
  const failed = JSON.stringify({ kind: 'failed', code: 'E_KERNEL', message: '', output: '' })
  t.match(await put(`run-${'0'.repeat(32)}`, failed), /^410 .*nobody waits/)
  t.match(await put('..%2F..%2Faccess', failed), /^404/)
  t.match(await posted([job]), /^200/)
  const [id = ''] = /run-[0-9a-f]{32}/.exec(await posted([job])) ?? []
  t.match(await put(id, '{"kind":"run"}'), /^400 .*E_RESULT/)
  t.match(await put(id, 'no JSON'), /^400 .*E_RESULT/)
  t.match(
    await put(id, JSON.stringify({ kind: 'again', suite: '', tests: [], guests: [] })),
    /^400 .*no job that gives again/,
  )
  t.equal((await fleet.ask('/results/..%2Faccess')).status, 404)
})

t.test('an artifact is taken only with the content that it is named by', async t => {
  const { headers } = await fleet.asking()
  const put = async (name: string): Promise<number> =>
    (await fleet.ask(`/artifacts/${name}`, { method: 'PUT', headers, body: 'an image' })).status
  t.equal(await put(sha256('another image')), 400)
  t.equal(await put('..%2Furl'), 404)
  t.equal(await put(sha256('an image')), 200)
  const read = await fleet.ask(`/artifacts/${sha256('an image')}`)
  t.equal(await read.text(), 'an image')
  t.equal((await fleet.ask(`/artifacts/${sha256('another image')}`)).status, 404)
  t.match(await posted([{ ...job, kernel: { image: '../url' } }]), /^400 .*kernel/)
})

t.test('a worker takes no artifact that is not what it is called', async t => {
  const { headers } = await fleet.asking()
  const image = sha256('what nobody has')
  await fleet.ask(`/artifacts/${image}`, { method: 'PUT', headers, body: 'what nobody has' })
  writeFileSync(join(fleet.folder, 'artifacts', image), 'what somebody put there')
  const caller = await fleetCaller(await readFleetUrl(fleet.urlFile), () => {})
  await t.rejects(takeArtifact(caller, image), { code: 'E_ARTIFACT', message: new RegExp(image) })
  await t.rejects(artifactPath(image), { code: 'E_ARTIFACT' }, 'and keeps none')
  await t.rejects(takeArtifact(caller, sha256('none')), { code: 'E_ARTIFACT', message: /no more/ })
})

t.test('a result that is well formed and false is no agreement', async t => {
  const other = new TestFleet()
  await other.serve()
  const run = other.run()
  const orders = join(other.folder, 'orders')
  const id = await until('an order', async () => {
    const [order = ''] = readdirSync(orders).filter(name => !name.startsWith('.'))
    const path = `/orders/${order.replace('.json', '')}`
    return /run-[0-9a-f]{32}/.exec(order === '' ? '' : await (await other.ask(path)).text())?.[0]
  })
  const said = {
    ...{ kind: 'run', suite: '0'.repeat(64), release: '7.3', sha256: '', origin: '', config: null },
    target: { abi: 7, errata: 7, behaviours: [], designs: [], lacks: {}, sockets: {} },
    ...{ channel: '', console: '', lost: [], notes: [], versions: {}, qemu: null, seconds: {} },
  }
  const { headers } = await other.asking()
  const put = { method: 'PUT', headers, body: JSON.stringify(said) }
  t.equal((await other.ask(`/results/${id}`, put)).status, 200)
  t.equal(await run.ended, 2)
  t.match(run.said(), /E_(?:SUITE|LAW): /)
  t.equal(run.printed(), '')
})

t.test(
  'whoever writes into the queue itself can have nothing done that is no job of this program',
  async t => {
    const queue = new Queue(queueName(code), { connection: { url: await fleet.redisUrl() } })
    t.teardown(() => queue.close())
    const turn = 1
    const foreign = { turn, job: { ...job, code: 'f'.repeat(64) } }
    const wrong: readonly (readonly [string, unknown, RegExp])[] = [
      ['path', { turn, job: { ...job, kernel: '/etc/passwd' } }, /refused: path: job\.kernel/],
      ['text', 'a text', /refused: text/],
      [`run-${'0'.repeat(32)}`, { turn, job }, /refused: .* is not the hash of this job/],
      [jobId(foreign), foreign, /refused: the job is of version ffffffffffffffff/],
    ]
    for (const [jobId, data] of wrong) await queue.add('run', data, { jobId })
    fleet.worker()
    for (const [id, , why] of wrong) {
      const reason = await until(id, async () => {
        const found = await queue.getJob(id)
        return (await found?.isFailed()) === true && found?.failedReason
      })
      t.match(reason, why)
    }
  },
)
