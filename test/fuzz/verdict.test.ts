import t from 'tap'
import { mostLost, verdictOfAll, verdictOfKernel, whyIncomplete } from '../../generator/fuzz/verdict.js'
import type { Fuzzed } from '../../generator/report/fuzz-result.js'

const counts = { programs: 3_000, agreed: 3_000, known: 0, diverged: 0, lost: 0 }

t.test('unjudged is not agreed, above one program in a thousand', async t => {
  t.equal(mostLost, 0.001)
  t.same(whyIncomplete(counts), [])
  t.same(whyIncomplete({ ...counts, agreed: 2_997, lost: 3 }), [])
  t.match(whyIncomplete({ ...counts, agreed: 2_996, lost: 4 }), [/^4 of 3000 programs have no verdict/])
  t.match(whyIncomplete({ ...counts, agreed: 0, lost: 3_000 }), [/^none of 3000 programs was judged/])
  t.match(whyIncomplete({ ...counts, agreed: 0 }), [/none of 3000/], 'silent all along')
  t.match(whyIncomplete({ ...counts, programs: 0, agreed: 0 }), [/no program ran/])
})

t.test('a difference is told before what is missing', async t => {
  t.equal(verdictOfKernel(1, ['it was interrupted']), 'diverge')
  t.equal(verdictOfKernel(0, ['it was interrupted']), 'incomplete')
  t.equal(verdictOfKernel(0, []), 'agree')
})

t.test('of several kernels one that differs is never hidden by one that could not be had', async t => {
  const kernel = (verdict: Fuzzed['verdict']) => ({ verdict }) as Fuzzed
  const unavailable = [{ ref: 'debian:none', code: 'E_KERNEL', why: 'There is none.' }]
  const all = (...verdicts: readonly Fuzzed['verdict'][]) => verdicts.map(kernel)
  t.equal(verdictOfAll({ kernels: all('agree', 'diverge', 'incomplete'), unavailable }), 'diverge')
  t.equal(verdictOfAll({ kernels: all('agree', 'incomplete'), unavailable: [] }), 'incomplete')
  t.equal(verdictOfAll({ kernels: all('agree'), unavailable }), 'incomplete')
  t.equal(verdictOfAll({ kernels: all('agree', 'agree'), unavailable: [] }), 'agree')
  t.equal(verdictOfAll({ kernels: [], unavailable: [] }), 'incomplete')
})
