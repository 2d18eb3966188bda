import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { readObservations } from '../../generator/guest/ktap.js'
import type { Machine } from '../../generator/guest/machine.js'
import { observe } from '../../generator/guest/observe.js'
import type { Boot } from '../../generator/guest/qemu.js'
import type { Test } from '../../generator/suite/suite.js'
import { suiteLines } from '../channel.js'

const tests: readonly Test[] = [0, 1, 2, 3].map(index => ({
  name: `a_law_${index}`,
  law: 'a-law',
  id: String(index),
  program: { ops: [{ kind: 'drop_caps' }] },
  allowed: [['OK']],
  clauses: [[]],
}))

const id = 'ab'.repeat(32)

/** What a suite says that starts with one of its tests: line by line, the results of each test last. */
const linesFrom = (from: number): readonly string[] =>
  suiteLines(tests.slice(from), () => ({ outcomes: ['OK'] })).filter(line => line !== 'KTAP version 1')

/** A machine on which some tests end the guest. */
function machine(
  deadly: Readonly<Record<number, Boot['end']>>,
  starts: number[],
  processorsOf: number[] = [],
  said = `KTAP version 1\n# suite ${id}\n`,
): Machine {
  const start: Machine['start'] = async (_packed, { from, processors }, _folder, onLine) => {
    starts.push(from)
    processorsOf.push(processors)
    let channel = said
    for (const line of linesFrom(from)) {
      channel += `${line}\n`
      onLine(line)
      const end = deadly[Number(/# begin a_law_(\d)/.exec(line)?.[1])]
      // Cut off where it stands, in the middle of a line.
      if (end !== undefined) return { end, channel: `${channel}  # st`, console: end, seconds: 1 }
    }
    return { end: 'halt', channel, console: '', seconds: 1 }
  }
  const kernel = { ref: 'k', image: 'i', sha256: 's', modules: [], config: null, origin: 'o' }
  return { kernel, notes: [], pack: async () => '', start }
}

const folder = mkdtempSync(join(tmpdir(), 'observe-'))
const run = async (deadly: Readonly<Record<number, Boot['end']>>, starts: number[], told: string[] = []) =>
  observe(machine(deadly, starts), 'suite', { id, tests }, folder, text => told.push(text))

t.test('a run without a loss takes one guest, and tells how far it is', async t => {
  const starts: number[] = []
  const told: string[] = []
  const { lost, channel } = await run({}, starts, told)
  t.strictSame(starts, [0])
  t.strictSame(lost, [])
  t.equal(readObservations(channel, tests).size, 4)
  t.strictSame(told, [
    'running 4 programs on k',
    ...[1, 2, 3, 4].map(done => `running 4 programs on k: ${done}`),
  ])
})

t.test(
  'where the guest is lost, a fresh one goes on with the next test, and the lost one stays lost',
  async t => {
    const starts: number[] = []
    const { lost, channel, console } = await run({ 1: 'panic', 2: 'hang' }, starts)
    t.strictSame(starts, [0, 2, 3])
    t.strictSame(lost, ['the guest was lost (panic) in a_law_1', 'the guest was lost (hang) in a_law_2'])
    t.equal(console, 'panichang')
    t.strictSame(
      [...readObservations(channel, tests)].map(([name, { end }]) => `${name} ${end}`),
      ['a_law_0 done', 'a_law_1 lost', 'a_law_2 lost', 'a_law_3 done'],
    )
  },
)

t.test('a guest that is lost in the last test is not started again', async t => {
  const starts: number[] = []
  t.equal((await run({ 3: 'panic' }, starts)).lost.length, 1)
  t.strictSame(starts, [0])
})

t.test('a race is run on two processors', async t => {
  const racing = tests.map(test => ({
    ...test,
    program: { ops: [{ kind: 'race', pair: 'addrform_send', tries: 1 } as const] },
  }))
  const processors: number[] = []
  await observe(machine({}, [], processors), 'suite', { id, tests }, folder, () => {})
  await observe(machine({}, [], processors), 'suite', { id, tests: racing }, folder, () => {})
  t.strictSame(processors, [1, 2])
})

t.test('tests of another suite, or of none that is named, are an error and no observations', async t => {
  const other = 'cd'.repeat(32)
  for (const said of ['KTAP version 1\n', `KTAP version 1\n# suite ${other}\n`]) {
    const observing = observe(machine({}, [], [], said), 'suite', { id, tests }, folder, () => {})
    await t.rejects(observing, { code: 'E_SUITE', message: new RegExp(id) })
  }
})

t.test('a guest that is lost before it says which suite it runs is lost', async t => {
  const early: Machine = {
    ...machine({}, []),
    start: async () => ({ end: 'panic', channel: '# target abi 7\n', console: 'panic', seconds: 1 }),
  }
  const { lost } = await observe(early, 'suite', { id, tests }, folder, () => {})
  t.strictSame(lost, ['the guest was lost (panic) before the first program'])
})
