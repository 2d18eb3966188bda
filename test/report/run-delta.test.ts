import t from 'tap'
import { type DeltaSide, runDelta } from '../../generator/report/run-delta.js'

const side = (broken: readonly string[], changes: Partial<DeltaSide['kernels'][number]> = {}): DeltaSide => ({
  verdict: broken.length === 0 ? 'agree' : 'diverge',
  clauses: { hit: 10, total: 12 },
  kernels: [{ abi: 11, programs: 4, agreed: 4, known: 0, lost: 0, flaky: 0, reports: [], ...changes }],
  divergences: broken.map(one => {
    const [law = '', program = '', known = null] = one.split(' ')
    return { law, program, known }
  }),
})

t.test('what a patch breaks and mends is told by law, and each figure that is another one', t => {
  t.strictSame(runDelta(side(['a 1', 'b 2']), side(['a 1', 'a 3', 'c 4'], { agreed: 1, abi: 12 })), [
    'breaks a, in 1 program that agreed or did not run',
    'mends b',
    'breaks c, in 1 program that agreed or did not run',
    'ABI: 11 → 12',
    'agreed: 4 → 1',
  ])
  t.strictSame(runDelta(side([]), side(['a 1 known.json'])), ['verdict: agree → diverge'])
  t.end()
})

t.test('the same says so', t => {
  t.strictSame(runDelta(side(['a 1']), side(['a 1'])), ['no law changed its verdict, and no figure'])
  t.end()
})
