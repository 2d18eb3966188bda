import { readdirSync, readFileSync } from 'node:fs'
import t from 'tap'
import { readProgram } from '../generator/codec.js'
import { predict } from '../specs/model/predict.js'
import { targets } from './targets.js'

const folder = new URL('../specs/cases/', import.meta.url)
const names = readdirSync(folder).filter(name => name.endsWith('.json'))

t.ok(names.length > 0, 'there are kept cases')

for (const name of names) {
  t.test(`${name} says why it is kept, and the model speaks about it`, async t => {
    const text = readFileSync(new URL(name, folder), 'utf8')
    const { why, cite } = JSON.parse(text) as { readonly why?: string; readonly cite?: string }
    t.ok(why && why.length > 40, 'a reason')
    t.ok(cite && cite.length > 10, 'a citation')
    t.ok(
      targets.some(target => predict(target, readProgram(text, name)) !== undefined),
      'within the model of one of the targets',
    )
  })
}
