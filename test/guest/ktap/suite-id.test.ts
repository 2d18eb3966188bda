import t from 'tap'
import { checkSuiteId, readSuiteId } from '../../../generator/guest/ktap.js'

const id = '0a'.repeat(32)
const suite = (named: string) =>
  `# target end\nKTAP version 1\n${named}1..1\n  KTAP version 1\n  # begin a_0\n  # steps OK\n  ok 1 a_0\n`
const own = suite(`# suite ${id}\n`)

t.test('a log is of the suite that each start of its program names before the first test', async t => {
  t.doesNotThrow(() => checkSuiteId(own + own, id))
  t.doesNotThrow(() => checkSuiteId(own.replaceAll('\n', '\r\n'), id))
  t.doesNotThrow(() => checkSuiteId('# target end\n', id), 'nothing ran')
  t.equal(readSuiteId(own), id)
})

t.test('a log that names another suite, or none, is refused, also where only one start does', async t => {
  const other = suite(`# suite ${'0b'.repeat(32)}\n`)
  for (const wrong of [other, own + other, suite(''), own + suite(''), suite(`# suite ${id.slice(1)}\n`)])
    t.throws(() => checkSuiteId(wrong, id), { code: 'E_SUITE' })
  t.equal(readSuiteId(suite('')), undefined)
})

t.test('a line that was cut off before the guest was lost names no suite, and refuses nothing', async t => {
  t.doesNotThrow(() => checkSuiteId(`KTAP version 1\n# suite ${id.slice(0, 9)}`, id))
  t.doesNotThrow(() => checkSuiteId(`KTAP version 1\n# suite ${id.slice(0, 9)}${own}`, id))
})
