import { readFileSync } from 'node:fs'
import t from 'tap'
import type { Observed } from '../../generator/guest/course.js'
import { detect } from '../../generator/mutate/detect.js'
import { loadLaws } from '../../generator/suite/laws.js'
import { candidates } from '../../generator/suite/sample.js'
import type { Suite } from '../../generator/suite/suite.js'
import { exercise, layer, program } from '../../specs/arbitrary/ops.js'
import type { Outcome } from '../../specs/outcome.js'
import { suiteLines, suiteText } from '../channel.js'
import { targets } from '../targets.js'

const target = targets.at(-1)
if (target === undefined) throw new Error('no target')
const report = readFileSync(new URL('../data/targets/abi-11.txt', import.meta.url), 'utf8')

const law = 'handled-is-denied-by-default'
const [candidate] = candidates(target, [
  program(layer(target, 0, ['bind_tcp']), exercise('bind_tcp', 0, 'a')),
])
if (candidate === undefined) throw new Error('outside of the model')
const suite: Suite = {
  target,
  seed: 1,
  laws: [{ name: law, claim: 'It is denied.', place: 'specs/laws/it.ts:1' }],
  tests: [{ ...candidate, law, name: 'it_0' }],
  notRunnable: [],
}
const measure = { suite, specs: await loadLaws(), known: [], lacks: [] }

const saw = (outcomes: string, more: Partial<Observed> = {}, target = report) =>
  detect(
    {
      channel: target + suiteText(suite.tests, () => ({ outcomes: outcomes.split(' ') as Outcome[] })),
      console: '',
      lost: [],
      notes: [],
      boots: 1,
      ...more,
    },
    measure,
  )

const begun = suiteLines(suite.tests, () => ({ outcomes: [] }))
  .filter(line => !/steps|ok|end/.test(line))
  .join('\n')

const good = 'OK OK OK EACCES'

t.test('a kernel that does as predicted is not noticed', async t => {
  t.strictSame(saw(good), { by: [], programs: 0 })
})

t.test('a divergence is noticed, with its law, program and step', async t => {
  t.strictSame(saw('OK OK OK OK'), { by: [`${law}: it_0, step 3: OK, not EACCES`], programs: 1 })
})

t.test('another target than that of the kernel without a mistake is noticed', async t => {
  const other = report.replace('# target errata 15', '# target errata 7')
  t.not(other, report)
  t.strictSame(saw(good, {}, other).by, ['the probe: errata is 7, not 15'])
})

t.test('a report of the kernel is noticed, though every program agrees', async t => {
  const { by } = saw(good, { console: '[    1.000000] WARNING: CPU: 0 at socket.c:1\n' })
  t.strictSame(by, ['the kernel: WARNING: CPU: 0 at socket.c:1'])
})

t.test('a guest that does not come up, and one that is lost on the way, are noticed', async t => {
  const dead = saw('', { channel: '', lost: ['the guest was lost (panic) before the first program'] })
  t.match(dead.by, [/^the probe: The guest did not come to the end/, /panic.* before the first program/])
  const lost = { channel: `${report}${begun}\n`, lost: ['the guest was lost (hang) in it_0'] }
  t.strictSame(saw('', lost), { by: ['the guest was lost (hang) in it_0'], programs: 0 })
  t.strictSame(saw('', { channel: report }).by, ['1 programs are lost'])
})
