import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { scenarios } from '../generator/run/scenarios.js'
import { targets } from './targets.js'

t.test('the page of the scenarios is what the model says now', async t => {
  const target = targets.find(({ abi }) => abi === 11)
  if (target === undefined) throw new Error('no target')
  const page = readFileSync(fileURLToPath(new URL('../specs/scenarios/README.md', import.meta.url)), 'utf8')
  t.equal(await scenarios(target), page)
})
