import t from 'tap'
import type { Request } from '../../../generator/fuzz/executor/executor.js'
import type { Answer } from '../../../generator/fuzz/executor/listen.js'
import { coverage } from '../../../generator/fuzz/search/coverage.js'
import { edgeMinimizer } from '../../../generator/fuzz/search/minimize-edges.js'
import { at, bind, layer, listen, program, tcp } from '../../../specs/arbitrary/ops.js'
import type { Op, Program } from '../../../specs/program.js'
import type { Target } from '../../../specs/target.js'
import { targets } from '../../targets.js'

const target = targets.at(-1) as Target
const edge = 12
const whole = program(layer(target, 0, ['connect_tcp']), tcp(0), bind(0, at('a')), listen(0), tcp(1))

/** What is left of a program that covers all of this, on a kernel whose edge only some programs reach. */
function leftOf(wanted: readonly number[], reaches: (ops: readonly Op[]) => boolean) {
  const errands: Request[] = []
  let left: Program | undefined
  const less = edgeMinimizer(target, 'a-law', coverage(), (from, to) => {
    t.equal(from, whole)
    left = to
  })
  less.begin(whole, wanted)
  for (let request = less.next(); request !== undefined; request = less.next()) {
    errands.push(request)
    const edges = reaches(request.program.ops) ? [edge] : []
    const told: Answer = { observation: { end: 'done', outcomes: [], detail: '' }, edges }
    less.heard(request, told)
  }
  return { errands, kinds: left?.ops.map(({ kind }) => kind) }
}

t.test('of a program that is kept for an edge those ops are left that it takes to reach it', async t => {
  const has = (ops: readonly Op[], wanted: Op['kind']): boolean => ops.some(({ kind }) => kind === wanted)
  const { errands, kinds } = leftOf(
    coverage().newIn([], [edge]),
    ops => has(ops, 'socket') && has(ops, 'listen'),
  )
  t.same(kinds, ['socket', 'listen'])
  t.ok(errands.length > 0 && errands.length <= whole.ops.length, 'each op is left out once at most')
  t.ok(errands.every(({ asked }) => asked?.length === 1 && asked[0] === edge))
})

t.test('a program that needs each op stays as it is', async t => {
  const { errands, kinds } = leftOf(coverage().newIn([], [edge]), () => false)
  t.ok(errands.length > 0)
  t.equal(kinds, undefined)
})

t.test('clauses that a program is kept for, too, stay with it', async t => {
  const covered = coverage()
  const less = edgeMinimizer(target, 'a-law', covered, () => t.fail('nothing became smaller'))
  less.begin(whole, covered.newIn([['no.such.clause']], [edge]))
  t.equal(less.next(), undefined, 'no smaller program comes by that clause')
})

t.test('what reaches a great many edges is left as it is', async t => {
  const many = Array.from({ length: 33 }, (_, index) => index)
  t.same(leftOf(coverage().newIn([], many), () => true).errands, [])
})

t.test('what is never answered is not asked again', async t => {
  const less = edgeMinimizer(target, 'a-law', coverage(), () => t.fail('nothing was heard'))
  less.begin(whole, coverage().newIn([], [edge]))
  t.ok(less.next())
  t.equal(less.next(), undefined)
})
