import t from 'tap'
import type { Executor } from '../../../generator/fuzz/executor/executor.js'
import type { SlabCounts } from '../../../generator/fuzz/executor/listen.js'
import { numbers } from '../../../generator/fuzz/executor/send.js'
import { blame, leaks } from '../../../generator/fuzz/findings/leaks.js'
import { growthWatch, slabSample } from '../../../generator/fuzz/slab-growth.js'
import { encode } from '../../../generator/suite/render.js'
import { candidates } from '../../../generator/suite/sample.js'
import type { Test } from '../../../generator/suite/suite.js'
import { at, bind, program, tcp, udp } from '../../../specs/arbitrary/ops.js'
import type { Program } from '../../../specs/program.js'
import type { Target } from '../../../specs/target.js'
import { targets } from '../../targets.js'

const target = targets.at(-1) as Target
const testOf = (one: Program): Test => {
  const [found] = candidates(target, [one])
  if (found === undefined) throw new Error('the model says nothing about it')
  return { ...found, law: 'any', name: found.id }
}
const tight = testOf(program(tcp(0)))
const other = testOf(program(udp(0)))
const leaky = testOf(program(tcp(0), bind(0, at('a'))))

const seen = (counts: SlabCounts) => ({
  observation: { end: 'done', outcomes: [], detail: '' } as const,
  counts,
})
const counted = (filp: number, more: Readonly<Record<string, number>> = {}) =>
  seen(new Map(Object.entries({ filp, ...more })))

t.test('what grows by more than a cache keeps is told with the programs that ran meanwhile', async t => {
  const watch = growthWatch()
  watch.ran(other, seen(new Map()))
  t.same(watch.counted(counted(100)), [], 'the first one is where it begins')
  watch.ran(tight, seen(new Map()))
  t.same(watch.counted(counted(820)), [], 'a cache may keep so many by itself')
  watch.ran(leaky, seen(new Map()))
  t.match(watch.counted(counted(900)), [{ cache: 'filp', objects: 800, tests: [leaky] }])
})

t.test('what goes up and down, or is kept on purpose, is no growth', async t => {
  const watch = growthWatch()
  for (const count of [100, 800, 90, 750, 110]) t.same(watch.counted(counted(count)), [])
  for (const dentry of [0, 1000, 2000]) t.same(watch.counted(counted(100, { dentry })), [])
})

t.test('slow growth shows in the end', async t => {
  const watch = growthWatch()
  const found = [0, 200, 400, 600, 800].map(filp => watch.counted(counted(filp)).length)
  t.same(found, [0, 0, 0, 0, 1])
})

t.test('a fresh guest begins anew', async t => {
  const watch = growthWatch()
  watch.counted(counted(0))
  watch.counted(counted(600))
  watch.ran(leaky, { ...seen(new Map()), guest: { end: 'panic', detail: '', console: '' } })
  t.same(watch.counted(counted(900)), [])
})

/** A guest whose kernel leaves so many objects for each run of one program; how many are in use else moves a little. */
function leaking(which: Test, objects: number): Executor {
  const known = [slabSample, tight, other, leaky]
  return {
    target,
    id: 'leaking',
    async start(programs, _folder, onLine) {
      onLine('# executor leaking')
      let [number, held, noise] = [0, 1000, 0]
      for await (const chunk of programs) {
        for (let rest = Buffer.from(chunk); rest.length > 1; ) {
          const bytes = (test: Test): Uint8Array => encode(test.program, number, target)
          const test = known.find(one => rest.subarray(0, bytes(one).length).equals(bytes(one)))
          if (test === undefined) throw new Error('no program that is known')
          rest = rest.subarray(bytes(test).length)
          if (test === which) held += objects
          noise = (noise + 17) % 50
          onLine(`# begin p${number}`)
          if (test === slabSample) onLine(`# slabs filp=${held + noise} cred_jar=${noise}`)
          onLine(test === slabSample ? '# steps' : '# steps OK')
          onLine(`ok 1 p${number}`)
          number = (number + 1) % numbers
        }
      }
      onLine('# end')
      return { end: 'halt', detail: '', console: '' }
    },
  }
}

t.test('the program that leaks is found among others, and only that one leaks', async t => {
  const guest = leaking(leaky, 1)
  const growth = { cache: 'filp', objects: 500, programs: 3, tests: [tight, other, leaky] }
  const found = await blame(guest, growth, '/nowhere')
  t.equal(found?.test, leaky)
  t.match(found?.divergence.observed, /^1\.\d objects of filp are left each time$|^0\.9 objects/)
  const each = await leaks(guest, 'filp', '/nowhere')([tight, leaky])
  t.same([...each.keys()], [leaky.id])
})

t.test('what was not counted, or in another guest, is no leak', async t => {
  const whole = leaking(leaky, 1)
  const start =
    (isLost: (line: string) => boolean): Executor['start'] =>
    async (programs, folder, onLine) =>
      whole.start(programs, folder, line => onLine(isLost(line) ? '# garbled' : line))
  const garbled = { ...whole, start: start(line => line.startsWith('# slabs')) }
  t.same([...(await leaks(garbled, 'filp', '/nowhere')([tight, leaky])).keys()], [])
  const lost = { ...whole, start: start(line => line === '# begin p3' || line === 'ok 1 p3') }
  t.same([...(await leaks(lost, 'filp', '/nowhere')([tight, leaky])).keys()], [])
})

t.test('growth that no program causes each time is blamed on none', async t => {
  const growth = { cache: 'filp', objects: 500, programs: 3, tests: [tight, other, leaky] }
  t.equal(await blame(leaking(leaky, 0), growth, '/nowhere'), undefined)
})

t.equal(slabSample.program.ops.length, 0)
