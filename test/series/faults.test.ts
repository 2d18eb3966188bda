import t from 'tap'
import { brokenBy, faultsBy, type Judged, mendedBy, reportLines } from '../../generator/series/faults.js'
import { smallResult } from '../report/small-result.js'

const [finding] = smallResult.divergences
if (finding === undefined) throw new Error('no divergence')

/** A run in which programs diverge, each given by its law and its name, of those that ran. */
const judged = (
  diverging: readonly string[],
  {
    ran = ['law a', 'law b', 'law c', 'other d'],
    ...result
  }: Partial<Judged['result']> & { readonly ran?: readonly string[] } = {},
): Judged => ({
  findings: diverging.map(one => {
    const [law = '', program = ''] = one.split(' ')
    return { ...finding, law, program, known: null, isFlaky: false }
  }),
  run: {
    suite: {
      tests: ran.map(one => {
        const [law = '', id = ''] = one.split(' ')
        return { law, id }
      }),
    },
  },
  result: { reports: [], claims: [], baseline: [], ...result },
})

const namesOf = (broken: ReturnType<typeof brokenBy>): readonly string[] =>
  broken.map(all => all.map(({ law, program }) => `${law} ${program}`).join())

t.test('a law is broken by what the parent does not do, though it was broken there by another program', t => {
  t.same(namesOf(brokenBy(judged([]), judged(['law a', 'law b', 'other d']))), ['law a,law b', 'other d'])
  t.same(namesOf(brokenBy(judged(['law a']), judged(['law a']))), [])
  t.same(namesOf(brokenBy(judged(['law a']), judged(['law a', 'law b']))), ['law b'])
  t.end()
})

t.test('of several programs one that the parent ran is told, and what it did not run counts as well', t => {
  const here = judged(['law x', 'law a'], { ran: ['law x', 'law a'] })
  t.same(namesOf(brokenBy(judged([]), here)), ['law a,law x'])
  t.same(namesOf(brokenBy(judged([]), judged(['law x'], { ran: ['law x'] }))), ['law x'])
  t.end()
})

t.test('what is known or flaky breaks nothing', t => {
  const known: Judged = {
    ...judged([]),
    findings: [
      { ...finding, known: 'a.json' },
      { ...finding, known: null, isFlaky: true },
    ],
  }
  t.same(brokenBy(judged([]), known), [])
  t.end()
})

t.test('a law is mended only if it has programs here and all of them agree', t => {
  t.same(mendedBy(judged(['law a']), judged([])), ['law'])
  t.same(mendedBy(judged(['law a']), judged(['law b'])), [])
  t.same(mendedBy(judged(['law a']), judged([], { ran: ['other d'] })), [])
  t.end()
})

t.test(
  'a report of the kernel is a fault if its parent has none of the kind, whatever the numbers in it',
  t => {
    const report = (pid: number, at: string): string =>
      `WARNING: CPU: 0 PID: ${pid} at security/landlock/net.c:${at}`
    const one = judged([], { reports: [report(12, '0xffff81')] })
    t.match(faultsBy(judged([]), one), [/^kernel report: WARNING/])
    t.same(faultsBy(judged([], { reports: [report(77, '0xdead99')] }), one), [])
    t.equal(faultsBy(one, judged([], { reports: ['BUG: KASAN: use-after-free'] })).length, 1)
    t.end()
  },
)

t.test('a claim that is broken, and a baseline that is no longer true, are faults', t => {
  const claim = {
    claim: 'ABI 12',
    says: '',
    cite: '',
    isMade: true,
    kept: 0,
    broken: 1,
    words: 'it does not',
  } as const
  t.same(faultsBy(judged([]), judged([], { claims: [{ ...claim, verdict: 'broken' }] })), [
    'claim: it does not',
  ])
  t.same(faultsBy(judged([]), judged([], { claims: [{ ...claim, verdict: 'kept' }] })), [])
  const entry = { entry: 'b.yaml#1', about: 'law', words: 'agrees now' } as const
  t.same(faultsBy(judged([]), judged([], { baseline: [{ ...entry, verdict: 'stale' }] })), [
    'b.yaml#1: agrees now',
  ])
  t.end()
})

t.test('reports that differ but in their numbers are told once, with how often they came', t => {
  t.same(
    reportLines(['WARNING: net.c:41 CPU#0: suite/74', 'BUG: KASAN', 'WARNING: net.c:41 CPU#1: suite/75']),
    ['kernel report: WARNING: net.c:41 CPU#0: suite/74 (2 times)', 'kernel report: BUG: KASAN'],
  )
  t.end()
})
