import t from 'tap'
import type { Session } from '../../generator/fuzz/record.js'
import { withFixes } from '../../generator/fuzz/record.js'
import { judgeFixes } from '../../generator/judge/fixes.js'
import { behaviourNames } from '../../specs/behaviours.js'
import { found, short } from '../report/fuzzed.js'
import { targets } from '../targets.js'

const [target] = targets
if (target === undefined) throw new Error('no target')
const session: Session = {
  kernel: short,
  divergences: [],
  bench: { target, specs: [], known: [] },
  clauses: new Set(),
}

const fixesOf = (behaviours: typeof behaviourNames) =>
  judgeFixes({ target: { ...target, abi: 11, behaviours }, release: '7.3.0', untold: [] }, [])

t.test('a kernel that lacks a fix is not said to have nothing wrong', async t => {
  const without = fixesOf(behaviourNames.filter(name => name !== 'fastopen_checked'))
  t.match(withFixes(session, without).kernel, {
    verdict: 'incomplete',
    missing: [
      /^it does not do what kernels do from ABI 10 on: sendto\(2\) with MSG_FASTOPEN .*landlockstep run judges that$/,
    ],
  })
  t.equal(withFixes({ ...session, divergences: [found] }, without).kernel.verdict, 'diverge')
})

t.test('one that has them all is left as it is', async t => {
  t.strictSame(withFixes(session, fixesOf(behaviourNames)), session)
})
