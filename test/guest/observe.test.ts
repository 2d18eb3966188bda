import t from 'tap'
import { readObservations } from '../../generator/guest/ktap.js'
import type { Machine } from '../../generator/guest/machine.js'
import { advances, observe } from '../../generator/guest/observe.js'
import type { Test } from '../../generator/suite/suite.js'
import { type Fault, type Given, given, id, machine, report, rest, tests } from './fake-machine.js'

const run = async (faults: Readonly<Record<number, Fault>>, given_ = given(), most?: number) =>
  observe(
    {
      ...{ ...rest, machine: machine(faults, given_), tests },
      progress: (text, counted) =>
        given_.told.push(counted === undefined ? text : `${text}: ${counted.done}/${counted.total}`),
    },
    most === undefined ? {} : { most },
  )

const endsOf = (channel: string): readonly string[] =>
  [...readObservations(channel)].map(
    ([name, { end, detail }]) => `${name} ${end}${detail.startsWith('hang') ? `: ${detail}` : ''}`,
  )

const startsOf = ({ starts }: Given): readonly (number | string)[] =>
  starts.map(({ from, only }) => only ?? from)

t.test('a run without a loss takes one guest, and tells how far it is', async t => {
  const seen = given()
  const { lost, notes, channel } = await run({}, seen)
  t.strictSame(startsOf(seen), [0])
  t.strictSame([lost, notes], [[], []])
  t.equal(readObservations(channel).size, 4)
  t.strictSame(seen.told, [
    'running 4 programs on k',
    ...[1, 2, 3, 4].map(done => `running 4 programs on k: ${done}/4`),
  ])
})

t.test(
  'where the guest is lost, a fresh one goes on with the next test, and the lost one stays lost',
  async t => {
    const seen = given()
    const { lost, channel, console } = await run({ 1: 'panic', 2: 'killed' }, seen)
    t.strictSame(startsOf(seen), [0, 2, 3])
    t.strictSame(lost, [
      'the guest was lost (panic: by panic) in a_law_1',
      'the guest was lost (killed: by killed) in a_law_2',
    ])
    t.equal(console, 'panickilled')
    t.strictSame(endsOf(channel), ['a_law_0 done', 'a_law_1 lost', 'a_law_2 lost', 'a_law_3 done'])
  },
)

t.test('a guest that is lost in the last test is not started again', async t => {
  const seen = given()
  t.equal((await run({ 3: 'flood' }, seen)).lost.length, 1)
  t.strictSame(startsOf(seen), [0])
})

t.test('a guest that is killed while there may be only one is no finding', async t => {
  await t.rejects(run({ 1: 'killed' }, given(), 1), { code: 'E_QEMU', message: /by killed/ })
  t.strictSame((await run({ 1: 'panic' }, given(), 1)).lost, [
    'the guest was lost (panic: by panic) in a_law_1',
  ])
})

t.test('a race is run on two processors', async t => {
  const racing = tests.map(test => ({
    ...test,
    program: { ops: [{ kind: 'race', pair: 'addrform_send', tries: 1 } as const] },
  }))
  const seen = given()
  await observe({ machine: machine({}, seen), ...rest, tests })
  await observe({
    machine: machine({}, seen),
    ...rest,
    tests: racing,
  })
  t.strictSame(
    seen.starts.map(({ processors }) => processors),
    [1, 2],
  )
})

t.test(
  'a guest with a wrong clock, or with code that is no longer there, is replaced, and nothing of it counts',
  async t => {
    for (const end of ['clock', 'stale-code'] as const) {
      const seen = given()
      const { lost, notes, channel, console } = await run({ 2: end }, seen)
      t.strictSame(startsOf(seen), [0, 0])
      t.strictSame([lost, notes, console], [[], [`a guest was replaced: by ${end}`], ''])
      t.strictSame(endsOf(channel), ['a_law_0 done', 'a_law_1 done', 'a_law_2 done', 'a_law_3 done'])
    }
  },
)

t.test('a test that hangs is run again alone, and only hangs if it does so then', async t => {
  const seen = given()
  const { lost, notes, channel } = await run({ 0: { hangs: 'once' }, 2: { hangs: 'always' } }, seen)
  t.strictSame(startsOf(seen), [0, 'a_law_0', 'a_law_2'])
  t.strictSame(
    seen.starts.map(({ patience }) => patience),
    [3, 10, 10],
  )
  t.strictSame(endsOf(channel), [
    'a_law_0 done',
    'a_law_1 done',
    'a_law_2 hang: hang after 10 s',
    'a_law_3 done',
  ])
  t.strictSame([lost, notes], [[], ['a_law_0 hung once, and not when it ran again']])
})

t.test('a hang that cannot be confirmed is none, and the test is lost', async t => {
  const seen = given()
  const { lost, channel } = await run(
    { 0: { hangs: 'by a fast clock' }, 1: { hangs: 'always', end: 'panic' } },
    seen,
  )
  t.strictSame(endsOf(channel), ['a_law_0 lost', 'a_law_1 lost', 'a_law_2 done', 'a_law_3 done'])
  t.match(lost, [
    /^nobody knows if a_law_0 hangs: it hung for 10 s by its own clock, and for 0 s by ours$/,
    /^nobody knows if a_law_1 hangs: the guest was lost \(panic: by panic\) in a_law_1$/,
  ])
})

t.test('a kernel on which much hangs is not waited for', async t => {
  const many = Array.from({ length: 40 }, (_, index) => ({ ...tests[0], name: `a_law_${index}` }) as Test)
  const all = Object.fromEntries(many.map((_, index) => [index, { hangs: 'by a fast clock' } as const]))
  const seen = given()
  const { lost, channel } = await observe({ machine: machine(all, seen, many), ...rest, tests: many })
  t.strictSame(startsOf(seen), [0, 'a_law_0', 'a_law_1', 'a_law_2'])
  t.strictSame(endsOf(channel), [
    ...[0, 1, 2].map(index => `a_law_${index} lost`),
    ...[3, 4, 5].map(index => `a_law_${index} lost: hang after 3 s, and did not run again`),
  ])
  t.match(lost, [
    /^the run was ended after a_law_5: programs hang too often to wait for the others$/,
    /^nobody knows if a_law_0 hangs/,
    /^nobody knows if a_law_1 hangs/,
    /^nobody knows if a_law_2 hangs/,
    /^3 more programs hung, and were not run again to make sure: a_law_3, a_law_4, a_law_5$/,
  ])
})

t.test('a kernel that does not come to say what it is, is told with the reason', async t => {
  const start: Machine['start'] = async () => ({
    ...{ end: 'panic', detail: 'No working init found.', channel: '', console: 'Kernel panic', seconds: 1 },
  })
  await t.rejects(
    observe({
      machine: { ...machine({}, given()), start },
      ...rest,
      tests,
    }),
    {
      code: 'E_GUEST',
      message: /lost \(panic: No working init found\.\) before the first program/,
      output: /Kernel panic/,
    },
  )
})

t.test('only a test that comes after all others is progress', async t => {
  const isProgress = advances(tests)
  t.strictSame(
    [
      '# target abi 1',
      '  # begin a_law_1',
      '# goes on',
      '  # begin a_law_1',
      '  # begin a_law_0',
      '  # begin a_law_2',
      'x',
    ].map(isProgress),
    [true, true, false, false, false, true, false],
  )
})

t.test('tests of another suite, or of none that is named, are an error and no observations', async t => {
  const other = 'cd'.repeat(32)
  for (const said of [[], [`# suite ${other}`]]) {
    const observing = observe({
      machine: machine({}, given(), tests, said),
      ...rest,
      tests,
    })
    await t.rejects(observing, { code: 'E_SUITE', message: new RegExp(id) })
  }
})

t.test('a guest that is lost before it says which suite it runs is lost', async t => {
  const early: Machine = {
    ...machine({}, given()),
    start: async () => ({ end: 'panic', detail: 'early', channel: report, console: 'panic', seconds: 1 }),
  }
  const { lost } = await observe({ machine: early, ...rest, tests })
  t.strictSame(lost, ['the guest was lost (panic: early) before the first program'])
})
