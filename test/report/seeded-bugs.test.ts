import t from 'tap'
import {
  type SeededBug,
  type SeededBugs,
  seededExit,
  seededRows,
  seededSummary,
  seededTable,
} from '../../generator/report/seeded-bugs.js'
import { found as finding } from './fuzzed.js'

const bug = (name: string, more: Partial<SeededBug>): SeededBug => ({
  ...{ name, why: `a mistake: ${name}`, programs: 900, seconds: 12.3, finding: undefined, missing: [] },
  ...more,
})
const found = bug('one', { finding })
const missed = bug('two', {})
const untried = bug('three', { programs: 0, seconds: 0, missing: ['E_BUILD: It does not build.'] })

const all = (...mistakes: readonly SeededBug[]): SeededBugs => ({
  ...{ kernel: 'lab/7.3+kcov', release: '7.3', seed: 1, seconds: 600 },
  mistakes,
})

t.test('each mistake has a row with how it was found, or why nobody can say', async t => {
  t.strictSame(seededRows(all(found, missed, untried)).slice(1), [
    [
      'a mistake: one',
      '12 s, 900 programs',
      'socket 0 = socket(AF_INET, SOCK_STREAM, IPPROTO_IP)',
      'OK, not EACCES',
    ],
    ['a mistake: two', 'not in 900 programs', '', ''],
    ['a mistake: three', 'not in 0 programs', '', 'E_BUILD: It does not build.'],
  ])
  const summary = '1 of 3 mistakes found, of 1 nobody can say (lab/7.3+kcov, at most 10 min each, seed 1)'
  t.equal(seededSummary(all(found, missed, untried)), summary)
  t.match(seededTable(all(found, missed, untried)), summary)
})

t.test('what was missed is told before what nobody can say', async t => {
  t.equal(seededExit(all(found)), 0)
  t.equal(seededExit(all(found, untried)), 2)
  t.equal(seededExit(all(found, untried, missed)), 1)
  t.equal(seededExit(all()), 2, 'nothing was tried')
})
