import t from 'tap'
import {
  type Comparison,
  comparisonCodes,
  comparisonText,
  type Side,
} from '../../generator/report/comparison.js'

const side = (ref: string, abi: number): Side => ({
  ref,
  origin: 'Debian',
  release: `${abi}.0`,
  sha256: 'ab',
  abi,
  errata: 15,
  behaviours: [],
  reports: [],
  missing: [],
  notes: [],
  seconds: { run: 2.5 },
})

const comparison: Comparison = {
  verdict: 'differ',
  seed: 1,
  kernels: [side('debian:trixie', 6), side('debian:trixie-backports', 11)],
  programs: 10,
  same: 7,
  differ: 3,
  lost: 0,
  notRun: 0,
  changes: [
    {
      kind: 'behaviour',
      says: 'In B, and not in A, flags come first',
      cite: 'syscalls.c',
      programs: 3,
      program: '0123456789ab',
      ops: [{ kind: 'drop_caps' }, { kind: 'restrict_self', ruleset: 'none', flags: 1024 }],
      outcomes: ['EPERM', 'EINVAL'],
      clauses: [
        { clause: 'restrict.unprivileged', says: 'Privilege is needed.', cite: 'a.c' },
        { clause: 'restrict.unknown-flags', says: 'Flags are known.', cite: 'b.c' },
      ],
      replay: 'npx landlockstep replay p.json --kernel debian:trixie-backports',
    },
  ],
  unseen: ['B reports erratum 4 (abi-1.h)'],
  folder: 'out/runs/now',
}

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
