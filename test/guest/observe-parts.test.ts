import t from 'tap'
import { readObservations } from '../../generator/guest/ktap.js'
import type { Machine } from '../../generator/guest/machine.js'
import { observe } from '../../generator/guest/observe.js'
import { ToolError } from '../../generator/shared/error.js'
import { given, machine, rest, sleep, tests } from './fake-machine.js'

t.test('guests side by side run a part each, and what one loses goes on in its part', async t => {
  const seen = given()
  const { channel, lost, console, boots } = await observe(
    { ...rest, machine: machine({ 1: 'panic', 2: 'reset' }, seen), tests },
    { guests: 2 },
  )
  t.strictSame(
    seen.starts.map(({ from, each }) => [from, each]),
    [
      [0, 2],
      [1, 2],
      [3, 2],
    ],
  )
  t.strictSame(
    [...readObservations(channel, tests)].map(([name, { end }]) => `${name} ${end}`),
    ['a_law_0 done', 'a_law_2 lost', 'a_law_1 lost', 'a_law_3 done'],
  )
  t.equal(lost.length, 2)
  t.equal(console, 'resetpanic', 'part after part')
  t.equal(boots, 3)
})

t.test('of guests side by side, one that fails ends the others', async t => {
  const seen = given()
  const good = machine({}, seen)
  const aborted: boolean[] = []
  const start: Machine['start'] = async (packed, options, at, onLine) => {
    if (options.from === 0) throw new ToolError('E_QEMU', 'no memory')
    await sleep(50)
    aborted.push(options.abort?.aborted === true)
    return good.start(packed, options, at, onLine)
  }
  await t.rejects(observe({ ...rest, machine: { ...good, start }, tests }, { guests: 2 }), { code: 'E_QEMU' })
  t.strictSame(aborted, [true])
})

t.test('who hears of a test that was not expected may end the run', async t => {
  const start: Machine['start'] = async (packed, options, at, onLine) =>
    machine({}, given()).start(packed, options, at, line => {
      onLine(line.replace(/^ {2}ok 2 /, '  not ok 2 '))
    })
  const heard: string[] = []
  const { lost } = await observe(
    { ...rest, machine: { ...machine({}, given()), start }, tests },
    {
      onUnexpected: said => {
        heard.push(said)
        return 'that is enough'
      },
    },
  )
  t.strictSame(heard, ['  # begin a_law_1\n  # steps OK\n  not ok 2 a_law_1\n'])
  t.strictSame(lost, ['the run was ended after a_law_1: that is enough'])
})
