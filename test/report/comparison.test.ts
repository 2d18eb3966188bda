import t from 'tap'
import { comparisonText } from '../../generator/report/comparison.js'
import { comparisonCodes } from '../../generator/report/comparison-result.js'
import { formattedComparison } from '../../generator/report/formats/index.js'
import { compared as comparison } from './compared.js'
import { readers, seenInKtap, seenInSummary } from './read-formats.js'

t.test('a change is told with its program, both outcomes, both clauses and the command', async t => {
  const text = comparisonText(comparison)
  t.match(text, /^A {2}debian:trixie {2}6\.0/)
  t.match(text, /1\. In B, and not in A, flags come first \(syscalls\.c\)/)
  t.match(text, / 1 {2}restrict_self\(fd -1, flags 0x400\) {2}A: EPERM, B: EINVAL/)
  t.match(
    text,
    /A by restrict\.unprivileged: Privilege is needed\. \(a\.c\)\n {3}B by restrict\.unknown-flags/,
  )
  t.match(text, /3 programs show it; replay: npx landlockstep replay p\.json/)
  t.match(text, /no program shows it:\n {2}B reports erratum 4/)
  t.match(text, /7 of 10 the same, 3 differ, 0 lost/)
  t.match(text, /2 things changed from A to B \(exit code 1\)$/)
})

t.test('a clause that decided on both sides is told once', async t => {
  const [change] = comparison.changes
  if (change === undefined) throw new Error('no change')
  const [clause] = change.clauses
  const text = comparisonText({ ...comparison, changes: [{ ...change, clauses: [clause, clause] }] })
  t.match(text, /both by restrict\.unprivileged/)
  t.notMatch(text, /A by/)
})

t.test('no change and no verdict have words and exit codes of their own', async t => {
  const none = { ...comparison, changes: [], unseen: [] }
  t.match(comparisonText({ ...none, verdict: 'same' }), /Nothing changed from A to B \(exit code 0\)$/)
  t.match(comparisonText({ ...none, verdict: 'incomplete', lost: 2 }), /2 lost[\s\S]*\(exit code 2\)$/)
  t.same(comparisonCodes, { same: 0, differ: 1, incomplete: 2 })
})

t.test('what is missing of one side is told', async t => {
  const [a, b] = comparison.kernels
  const kernels = [a, { ...b, missing: ['the guest was lost (panic) in a_0'] }] as const
  const text = comparisonText({ ...comparison, changes: [], unseen: [], verdict: 'incomplete', kernels })
  t.match(text, /^B {2}debian:trixie-backports .*\n {3}missing: the guest was lost \(panic\) in a_0$/m)
})

t.test('in every format each change fails once, and each law has a test that is always there', async t => {
  const counts = { tests: 7, agreed: 3, diverged: 2, known: 2, flaky: 0, lost: 0, skipped: 0 }
  for (const [format, read] of Object.entries(readers))
    t.strictSame(read(formattedComparison(comparison)(format as keyof typeof readers)).counts, counts, format)
  t.strictSame(seenInSummary(formattedComparison(comparison)('github-summary')), counts)
  const { names } = seenInKtap(formattedComparison(comparison)('ktap'))
  t.strictSame(names.slice(0, 4), ['gives_the_same', '1_0123456789ab', 'gives_the_same', 'gives_the_same'])
  t.match(
    formattedComparison(comparison)('junit'),
    /classname="flags-come-first" name="1_0123456789ab on debian:trixie to debian:trixie-backports" file="specs\/laws\/flags-come-first\.ts"/,
  )
  t.match(
    formattedComparison(comparison)('tap'),
    /known: 1 of 2 programs differ, by what has a test of its own: 1/,
  )
  t.match(
    formattedComparison(comparison)('github'),
    /^::error .*1_0123456789ab::diverged: In B, and not in A/m,
  )
})

t.test('what is lost, missing, or complained of passes in no format', async t => {
  const [a, b] = comparison.kernels
  const [law] = comparison.laws
  if (law === undefined) throw new Error('no law')
  const spoilt = {
    ...comparison,
    verdict: 'differ' as const,
    kernels: [
      { ...a, reports: ['WARNING: x'] },
      { ...b, missing: ['the guest was lost'] },
    ] as const,
    laws: [{ ...law, differ: 0, lost: 2 }],
    changes: [],
    unseen: [],
  }
  const counts = { tests: 4, agreed: 1, diverged: 1, known: 0, flaky: 0, lost: 2, skipped: 0 }
  for (const [format, read] of Object.entries(readers))
    t.strictSame(read(formattedComparison(spoilt)(format as keyof typeof readers)).counts, counts, format)
  t.match(formattedComparison(spoilt)('pretty'), /^1 thing changed from A to B \(exit code 1\)$/m)
})
