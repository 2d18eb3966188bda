import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { xorshift128plus } from 'pure-rand/generator/xorshift128plus'
import { endAll, type Running, redisOf, TestFleet, timeless, until } from './fleet.js'

/** What befalls a fleet, and that what it gives is what one machine gives: see generator/fleet/README.md. */
const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: `${Date.now() % 2 ** 31}` },
    kernel: {
      type: 'string',
      multiple: true,
      default: ['debian:trixie', 'debian:trixie-backports', 'debian:bookworm'],
    },
    filter: { type: 'string' },
    workers: { type: 'string', default: '4' },
    every: { type: 'string', default: '12' },
  },
})
const seed = Number(values.seed)
const lostAfter = 10
/** By the third loss of its worker a job is set aside, as it should be: no job may be that unlucky here. */
const mostLosses = 2
const failures: string[] = []

function expect(what: string, holds: boolean): void {
  console.log(`${holds ? 'ok' : 'NOT OK'}  ${what}`)
  if (!holds) failures.push(what)
}

const random = xorshift128plus(seed)
const below = (limit: number): number => (random.next() >>> 0) % limit

const asked = [
  ...values.kernel.flatMap(ref => ['--kernel', ref]),
  ...(values.filter === undefined ? [] : ['--filter', values.filter]),
]
const command = values.filter === undefined ? 'matrix' : 'run'

/** Seconds of processor that all processes took which ended meanwhile, and those that these waited for. Source: proc_pid_stat(5). */
function ticks(): number {
  const stat = readFileSync('/proc/self/stat', 'utf8')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[13]) + Number(fields[14])) / 100
}

type Measured = {
  readonly text: string
  readonly code: number | string | null
  readonly cpu: number
  readonly seconds: number
}

async function measured(work: () => Promise<Running>): Promise<Measured> {
  const [before, start] = [ticks(), performance.now()]
  const run = await work()
  const code = await run.ended
  const seconds = (performance.now() - start) / 1000
  await endAll()
  const text = timeless(run.printed())
  return { text, code, cpu: ticks() - before, seconds }
}

const alone = (): Promise<Measured> =>
  measured(async () => new TestFleet().start(command, ...asked, '--json'))

const byFleet = (workers: number, meanwhile: (fleet: TestFleet, all: Running[]) => Promise<Running>) =>
  measured(async () => {
    const fleet = new TestFleet('--lost-after', `${lostAfter}s`)
    const all = [await fleet.serve()]
    for (let one = 0; one < workers; one++) all.push(fleet.worker())
    return meanwhile(fleet, all)
  })

const order = (fleet: TestFleet): Running =>
  fleet.start(command, ...asked, '--json', '--fleet', fleet.urlFile)

const said = ({ cpu, seconds }: Measured): string =>
  `${cpu.toFixed(1)} s of processor, ${seconds.toFixed(1)} s`

/** The parts of a fleet, each of which something may befall. */
type Parts = { readonly fleet: TestFleet; readonly all: Running[]; run: Running }

const acts: readonly (readonly [string, (parts: Parts) => Promise<void>])[] = [
  ['a worker is killed', async parts => replace(parts, 1 + below(parts.all.length - 1))],
  [
    'a worker is stopped for twice as long as anybody waits',
    async ({ all }) => {
      const worker = all[1 + below(all.length - 1)]
      worker?.kill('SIGSTOP')
      await sleep(2_000 * lostAfter)
      worker?.kill('SIGCONT')
    },
  ],
  [
    'Redis is killed',
    async ({ fleet }) => {
      const redis = redisOf(fleet)
      if (redis !== undefined) process.kill(redis, 'SIGKILL')
    },
  ],
  ['serve is killed', async parts => replace(parts, 0)],
  [
    'who ordered is killed, and orders again',
    async parts => {
      parts.run.kill('SIGKILL')
      await parts.run.ended
      parts.run = order(parts.fleet)
    },
  ],
]

async function replace({ fleet, all }: Parts, index: number): Promise<void> {
  all[index]?.kill('SIGKILL')
  await all[index]?.ended
  all[index] = index === 0 ? await fleet.serve() : fleet.worker()
}

/** Something befalls one part after the other, each at least once, until the run is done. */
async function chaos(fleet: TestFleet, all: Running[]): Promise<Running> {
  const parts: Parts = { fleet, all, run: order(fleet) }
  await until('an order', async () => / wait, /.test(parts.run.said()))
  const started = performance.now()
  let losses = 0
  for (let act = below(acts.length); ; act++) {
    const isOver = await Promise.race([
      parts.run.ended.then(() => true),
      sleep(1_000 * (1 + below(Number(values.every)))),
    ])
    if (isOver === true) return parts.run
    const [what, happens] = acts[act % acts.length] ?? ['', async () => {}]
    const isLoss = what.startsWith('a worker')
    if (isLoss && losses === mostLosses) continue
    if (isLoss) losses += 1
    console.log(`${((performance.now() - started) / 1000).toFixed(0).padStart(5)} s  ${what}`)
    await happens(parts)
  }
}

console.log(`${command} ${asked.join(' ')}; seed ${seed}`)
await alone()
const single = await alone()
console.log(`one machine: ${said(single)}; exit code ${single.code}`)
const one = await byFleet(1, async fleet => order(fleet))
console.log(`a fleet of one worker: ${said(one)}`)
expect('a fleet of one worker gives the same bytes but for times and folders', one.text === single.text)
const more = `${(100 * (one.cpu / single.cpu - 1)).toFixed(1)} %`
if (values.filter === undefined) expect(`it takes at most 5 % more: ${more}`, one.cpu <= 1.05 * single.cpu)
else console.log(`it takes ${more} more, of which the start of processes is most in so short a run`)
for (const workers of [2, 3, 4].filter(count => count <= Number(values.workers))) {
  const several = await byFleet(workers, async fleet => order(fleet))
  console.log(`a fleet of ${workers} workers: ${said(several)}`)
}
const struck = await byFleet(Number(values.workers), chaos)
console.log(`a fleet of ${values.workers} workers whose parts are killed: ${said(struck)}`)
expect('it gives the same bytes, too', struck.text === single.text)
expect('and the same exit code', struck.code === single.code)
if (failures.length > 0) {
  console.log(`${failures.length} of it did not hold; npm run fleet -- --seed ${seed} does the same again`)
  process.exitCode = 1
}
