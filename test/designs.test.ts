import t from 'tap'
import { loadLaws } from '../generator/suite/laws.js'
import { sample } from '../generator/suite/sample.js'
import { designClauses } from '../specs/designs/clauses.js'
import { predict, traceOf } from '../specs/model/predict.js'
import { step } from '../specs/model/step.js'
import { designTargets } from './design-targets.js'
import { targets } from './targets.js'

const laws = (await loadLaws()).filter(law => targets.every(target => law.applies?.(target) === false))

const suites = designTargets.map(target => ({ target, tests: sample(laws, target, 1) }))

const nameOf = ({ abi, designs }: (typeof designTargets)[number]): string =>
  `ABI ${abi} with ${designs.join(', ')}`

for (const law of laws) {
  t.test(`${law.name} holds on the model and fails on its wrong one`, async t => {
    for (const { target, tests } of suites) {
      if (law.applies?.(target) === false) continue
      const own = tests.filter(test => test.law === law.name)
      t.ok(own.length > 0, `has programs for ${nameOf(target)}`)
      const broken = own.filter(test => !law.holds(traceOf(test.program, test), target))
      t.same(broken, [], `holds on ${nameOf(target)}`)
      const refuted = own.some(({ program }) => {
        const wrong = predict(target, program, law.refutedBy(step))
        return wrong !== undefined && !law.holds(traceOf(program, wrong), target)
      })
      t.ok(refuted, `fails on the wrong model of ${nameOf(target)}`)
    }
    t.ok(
      designTargets.some(target => law.applies?.(target) !== false),
      'speaks about one of the targets',
    )
  })
}

t.test('every clause of the designs decides an outcome in one of the suites', async t => {
  const hit = new Set<string>(suites.flatMap(({ tests }) => tests.flatMap(test => test.clauses.flat())))
  t.same(
    Object.keys(designClauses).filter(clause => !hit.has(clause)),
    [],
  )
})
