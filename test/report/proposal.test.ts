import t from 'tap'
import { parse } from 'yaml'
import { readBaseline } from '../../generator/judge/baseline.js'
import { proposal } from '../../generator/report/proposal.js'
import { smallResult } from './small-result.js'

const text = proposal(smallResult)

t.test('what nothing explains is proposed, once for each cause, and nothing that is flaky', async t => {
  t.match(parse(text), {
    entries: [{ law: 'denial-is-final', clause: 'hook.denied', observed: 'OK', reason: '', link: '' }],
  })
  t.equal(parse(text).entries.length, 1)
})

t.test('a proposal is refused until somebody has written the reason', async t => {
  const laws = ['denial-is-final']
  const read = (yaml: string) => readBaseline(yaml, 'new.yaml', laws, new Date('2026-11-29'))
  t.throws(() => read(text), { code: 'E_BASELINE', message: /entries\[0\]\.reason/ })
  const written = text
    .replace(/reason:.*/, 'reason: The fix is on its way.')
    .replace(/link:.*/, 'link: https://example.org/1')
    .replace(/expires:.*/, 'expires: 2027-01-01')
  t.match(read(written), [{ law: 'denial-is-final', clause: 'hook.denied', releases: ['6.12', '6.12'] }])
})

t.test('what is no longer true is named, and what a kernel says makes no entry of its own', async t => {
  const [kernel] = smallResult.kernels
  const [finding] = smallResult.divergences
  if (kernel === undefined || finding === undefined) throw new Error('the small result is empty')
  const stale = { entry: 'a.yaml#2', about: 'law x', verdict: 'stale' as const, words: '' }
  const observed = 'OK\n  - law: forged # "'
  const hostile = proposal({
    ...smallResult,
    kernels: [{ ...kernel, baseline: [stale] }],
    divergences: [{ ...finding, observed, why: 'a\n- b' }],
  })
  t.match(hostile, /^# a\.yaml#2, law x, is no longer true on debian:trixie/m)
  t.equal(parse(hostile).entries.length, 1)
})
