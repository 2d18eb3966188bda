import t from 'tap'
import {
  type Strength,
  strengthExit,
  strengthRows,
  strengthSummary,
  type Trial,
} from '../../generator/report/mutation-score.js'

const trial = (name: string, verdict: Trial['verdict'], by: readonly string[], programs = 0): Trial => ({
  name,
  why: 'it is wrong',
  file: 'a.c',
  verdict,
  by,
  programs,
  seconds: { build: 20.4, run: 10.3 },
})

const caught = trial(
  'one',
  'caught',
  ['a-law: a_law_0, step 1: OK, not EACCES', 'b-law: broken in b_law_0'],
  2,
)
const equivalent = trial('two', 'equivalent', ['Nobody asks.'])
const survived = trial('three', 'survived', [])
const untried = trial('five', 'untried', ['E_QEMU: QEMU was killed.'])
const unbuilt = trial('four', 'unbuilt', ['a.c:1:1: error: what?'])

const strength = (...trials: readonly Trial[]): Strength => ({
  design: 'socket-create',
  kernel: 'lab/7.3:socket-create',
  programs: 7,
  laws: 3,
  trials,
  stale: [],
})

t.test('each mistake has a row with its verdict and what noticed it', t => {
  t.strictSame(strengthRows(strength(caught, equivalent, survived, unbuilt, untried)).slice(1), [
    ['one', 'caught', '2', '31', 'a-law: a_law_0, step 1: OK, not EACCES (and 1 more)'],
    ['two', 'equivalent', '', '31', 'Nobody asks.'],
    ['three', 'survived', '', '31', ''],
    ['four', 'does not build', '', '31', 'a.c:1:1: error: what?'],
    ['five', 'not tried', '', '31', 'E_QEMU: QEMU was killed.'],
  ])
  t.equal(
    strengthSummary(strength(caught, equivalent, survived, unbuilt, untried)),
    '5 mistakes in socket-create: 1 caught, 1 equivalent, 1 survived, 1 that do not build, 1 that could not be tried (7 programs of 3 laws, lab/7.3:socket-create)',
  )
  t.end()
})

t.test('a survivor exits with 1, a mistake that could not be tried with 2, else it is 0', t => {
  t.equal(strengthExit(strength(caught, equivalent)), 0)
  t.equal(strengthExit(strength(caught, survived, unbuilt)), 1)
  t.equal(strengthExit(strength(caught, unbuilt)), 2)
  t.equal(strengthExit(strength(caught, untried)), 2)
  t.equal(strengthExit(strength(untried, survived)), 1)
  t.equal(strengthExit({ ...strength(caught), stale: ['one'] }), 2)
  t.equal(strengthExit(strength()), 2, 'nothing was tried')
  t.end()
})
