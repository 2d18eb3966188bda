import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { keep } from '../../../generator/fuzz/findings/keep-case.js'
import { emptyFolder } from '../../empty-folder.js'

const file = { path: 'case-0123456789ab.json', content: '{}\n' }

t.test('a case is kept, unless it is flaky or that is not wanted, and never written over', async t => {
  const cases = emptyFolder()
  t.match(await keep(file, true, null), /^not kept among the specs$/)
  t.match(await keep(file, false, cases), /^not kept .* does not always come back/)
  t.strictSame(readdirSync(cases), [])
  t.match(await keep(file, true, cases), /^kept as .*case-0123456789ab\.json: explain it there$/)
  t.strictSame(readdirSync(cases).sort(), [file.path])
  t.match(await keep({ ...file, content: 'new' }, true, cases), /^kept before as /)
  t.equal(readFileSync(join(cases, file.path), 'utf8'), file.content)
})
