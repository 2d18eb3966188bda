import fc from 'fast-check'
import t from 'tap'
import { loadLaws } from '../../generator/suite/laws.js'
import { sample } from '../../generator/suite/sample.js'
import { cost } from '../../generator/suite/select/cost.js'
import { coveredBy, select } from '../../generator/suite/select.js'
import { targets } from '../targets.js'

const target = targets.at(-1)
if (target === undefined) throw new Error('there is no target')
const tests = sample((await loadLaws()).slice(0, 20), target, 1)

const some = fc.subarray([...tests], { maxLength: 40 })
const budget = fc.record({ count: fc.integer({ min: 0, max: 20 }), cost: fc.integer({ min: 0, max: 200 }) })

t.test('what is selected is within the budget, and each brings something of its own', async t => {
  t.ok(tests.length > 100)
  const isRight = fc.property(some, budget, (programs, budget) => {
    const chosen = select(programs, budget)
    const spent = chosen.reduce((sum, { program }) => sum + cost(program), 0)
    if (chosen.length > budget.count || spent > budget.cost) return false
    if (new Set(chosen).size < chosen.length || chosen.some(one => !programs.includes(one))) return false
    return chosen.every(one => {
      const others = new Set(chosen.filter(other => other !== one).flatMap(coveredBy))
      return coveredBy(one).some(feature => !others.has(feature))
    })
  })
  t.doesNotThrow(() => fc.assert(isRight))
})

t.test('without a limit everything is covered that the programs cover', async t => {
  const isWhole = fc.property(some, programs => {
    const all = { count: Number.POSITIVE_INFINITY, cost: Number.POSITIVE_INFINITY }
    const covered = new Set(select(programs, all).flatMap(coveredBy))
    return programs.flatMap(coveredBy).every(feature => covered.has(feature))
  })
  t.doesNotThrow(() => fc.assert(isWhole))
})
