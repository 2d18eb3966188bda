import t from 'tap'
import { causesOf } from '../../generator/judge/causes.js'
import type { ResultFinding } from '../../generator/judge/result.js'
import { githubAnnotations } from '../../generator/report/formats/github-annotations.js'
import { outlineOf } from '../../generator/report/outline.js'
import { terminal } from '../../generator/report/terminal.js'
import { smallResult } from '../report/small-result.js'

const [base] = smallResult.divergences
if (base === undefined) throw new Error('no finding')

const finding = (test: string, more: Partial<ResultFinding> = {}): ResultFinding => ({
  ...base,
  test,
  ...more,
})

const [socket] = base.ops
if (socket === undefined) throw new Error('no op')

const closed = { clause: 'close.ok', observed: 'EBADF', allowed: ['OK'], step: 2 } as const

t.test('what leaves one clause in one way is one cause, told by its smallest program', async t => {
  const small = finding('b_0', { law: 'b' })
  const ops = [...base.ops, socket]
  const divergences = [
    finding('c_0', { observed: 'EPERM' }),
    finding('a_0', { ops }),
    small,
    finding('a_1', { ops }),
    finding('known_0', { known: 'erratum-1.json' }),
  ]
  const [first, second, ...more] = causesOf({ divergences })
  t.equal(first?.smallest, small)
  t.strictSame(
    first?.others.map(({ test }) => test),
    ['a_0', 'a_1'],
  )
  t.equal(second?.smallest.test, 'c_0')
  t.strictSame(more, [])
  const otherCall = base.ops.map((op, index) => (index === base.step ? socket : op))
  t.equal(causesOf({ divergences: [finding('a_0'), finding('b_0', { ops: otherCall })] }).length, 2)
})

t.test('what only follows from another difference is no cause of its own', async t => {
  const divergences = [finding('a_0'), finding('a_0', closed), finding('a_1'), finding('a_1', closed)]
  const [only, ...more] = causesOf({ divergences })
  t.strictSame(more, [])
  t.equal(only?.later.length, 2)
  t.equal(causesOf({ divergences: [...divergences, finding('z_0', closed)] }).length, 2)
  t.match(
    terminal({ ...smallResult, divergences }),
    /the same in 1 other program: denial-is-final\n {2}after it, in the same programs: a step EBADF, allowed only OK \(2\)/,
  )
})

t.test('kernels, and what comes back each time and what does not, are told apart', async t => {
  const divergences = [finding('a_0'), finding('a_0', { kernel: 'other' }), finding('a_1', { isFlaky: true })]
  t.equal(causesOf({ divergences }).length, 3)
  t.equal(causesOf({ divergences: [finding('a_0'), finding('a_1', { observed: '=7' })] }).length, 2)
})

t.test('numbers in what was observed make no causes', async t => {
  const told = [finding('a_0', { observed: '=7' }), finding('a_1', { observed: '=8' })]
  t.equal(causesOf({ divergences: told }).length, 1)
  const broken = { observed: 'law broken', step: null, allowed: [] } as const
  const laws = [finding('a_0', { ...broken, law: 'a' }), finding('b_0', { ...broken, law: 'b' })]
  t.equal(causesOf({ divergences: laws }).length, 2)
})

t.test('a program of a cause that another one shows names that, and comes after all causes', async t => {
  const [kernel] = smallResult.kernels
  const [, first] = kernel?.tests ?? []
  if (kernel === undefined || first === undefined) throw new Error('no kernel')
  const names = ['a_0', 'a_1', 'b_0']
  const tests = names.map(name => ({ ...first, name }))
  const divergences = [finding('a_0'), finding('a_1'), finding('b_0', { observed: 'EPERM' })]
  const outline = outlineOf({ ...smallResult, kernels: [{ ...kernel, tests }], divergences })
  const [law] = outline.sections[0]?.groups ?? []
  t.strictSame(
    law?.entries.map(({ sameAs }) => sameAs),
    [undefined, 'a_0', undefined],
  )
  t.match(law?.entries[0]?.reason, /; the same in 1 other program$/)
  t.match(law?.entries[1]?.reason, /; the same as a_0$/)
  const told = githubAnnotations(outline)
  t.ok(told.indexOf('b_0') < told.indexOf('a_1'))
})
