import { mkdtempSync, readdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { keep } from '../../../generator/fuzz/findings/keep-case.js'

const files = [
  { path: '0123456789ab.json', content: '{}\n' },
  { path: 'case-0123456789ab.ts', content: 'export {}\n' },
] as const

t.test(
  'a case is kept with its law, unless it is flaky or that is not wanted, and never written over',
  async t => {
    const cases = mkdtempSync(join(tmpdir(), 'cases-'))
    t.match(await keep(files, true, null), /^not kept .* as was asked/)
    t.match(await keep(files, false, cases), /^not kept .* does not always come back/)
    t.strictSame(readdirSync(cases), [])
    t.match(await keep(files, true, cases), /^kept as .*0123456789ab\.json: explain it there$/)
    t.strictSame(readdirSync(cases).sort(), ['0123456789ab.json', 'case-0123456789ab.ts'])
    const [json, typeScript] = files
    t.match(await keep([{ ...json, content: 'new' }, typeScript], true, cases), /^kept before as /)
    t.equal(readFileSync(join(cases, json.path), 'utf8'), json.content)
  },
)
