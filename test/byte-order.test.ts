import fc from 'fast-check'
import t from 'tap'
import { readReport } from '../generator/guest/ktap.js'
import { addRule, program } from '../specs/arbitrary/ops.js'
import { attributesGrow } from '../specs/laws/attributes-grow.js'
import { theFirstCheckOfARulesetCallAnswers } from '../specs/laws/the-first-check-of-a-ruleset-call-answers.js'
import { predict, traceOf } from '../specs/model/predict.js'
import { type Target, targetName } from '../specs/target.js'
import { targets } from './targets.js'

const big = targets.map((target): Target => ({ ...target, byteOrder: 'big' }))

/** A ruleset that handles bind_tcp, the last byte of which is another one. */
const create = (size: number, last_byte: number) =>
  ({ kind: 'create_ruleset', as: 0, attr: { handled_access_net: ['bind_tcp'] }, size, last_byte }) as const

t.test('the lowest bits of a field are in its first byte or in its last one', t => {
  for (const [target, lowest, highest] of [
    ...targets.map(target => [target, 9, 16] as const),
    ...big.map(target => [target, 16, 9] as const),
  ]) {
    const ends = (size: number) =>
      predict(target, program(create(size, 2), addRule(0, { allow: ['connect_tcp'], port: 'a' })))?.allowed
    t.same(ends(lowest), [['OK'], ['OK']], targetName(target))
    t.same(ends(highest)?.[0], ['EINVAL'], targetName(target))
  }
  t.end()
})

t.test('what is left out of a field are its highest bits, or its lowest ones', t => {
  const net = { kind: 'create_ruleset', as: 0, attr: { handled_access_net: ['bind_tcp'] } } as const
  const [little, reversed] = [targets[0], big[0]]
  if (little === undefined || reversed === undefined) throw new Error('no targets')
  for (const size of [9, 12, 15]) {
    t.same(predict(little, program({ ...net, size }))?.allowed, [['OK']])
    t.same(predict(reversed, program({ ...net, size }))?.allowed, [['ENOMSG']])
  }
  t.same(predict(reversed, program({ ...net, size: 16 }))?.allowed, [['OK']])
  t.end()
})

t.test('the laws about bytes of an attribute hold in both orders', t => {
  for (const target of [...targets, ...big])
    for (const spec of [attributesGrow, theFirstCheckOfARulesetCallAnswers]) {
      const drawn = fc.sample(spec.programs(target), { seed: 1, numRuns: 200 })
      const broken = drawn.filter(one => {
        const predicted = predict(target, one)
        return predicted !== undefined && !spec.holds(traceOf(one, predicted), target)
      })
      t.same(broken, [], `${spec.name} on ${targetName(target)}`)
    }
  t.end()
})

t.test('a guest says its order, and one that does not has the lowest byte first', t => {
  const report = (...facts: readonly string[]) =>
    ['release 6.12.0', ...facts, 'abi 6', 'errata 15', 'end'].map(fact => `# target ${fact}\n`).join('')
  t.equal(readReport(report('byte_order big')).target.byteOrder, 'big')
  for (const facts of [['byte_order little'], []])
    t.notHas(readReport(report(...facts)).target, { byteOrder: String })
  for (const facts of [['byte_order middle'], ['byte_order big', 'byte_order big']])
    t.throws(() => readReport(report(...facts)), { code: 'E_TARGET', message: /byte_order/ })
  t.equal(targetName({ abi: 6, errata: 15, designs: [], byteOrder: 'big' }), 'abi-6-errata-15-big-endian')
  t.end()
})
