import t from 'tap'
import { readNetTest } from '../../generator/bench/net-test.js'

const recorded = `TAP version 13
1..4
# Starting 4 tests from 2 test cases.
#  RUN           ipv4.bind ...
#            OK  ipv4.bind
ok 1 ipv4.bind
# net.c:10:connect:Expected 0 (0) == ret (-13)
not ok 2 ipv4.connect
#      SKIP      no trace
ok 3 trace.bind # SKIP no trace
ok 4 audit.bind
# FAILED: 3 / 4 tests passed.
`

t.test('a test that was skipped did not run, and one that failed did', async t => {
  t.same(readNetTest(recorded), { planned: 4, ran: 3, failed: ['ipv4.connect'], skipped: ['trace.bind'] })
})

t.test('a run that did not come to its end, or planned nothing, has no speed', async t => {
  t.throws(() => readNetTest(recorded.replace(/^ok 4.*$/m, '')), {
    code: 'E_BENCH',
    message: /told of 3 tests where it planned 4/,
    output: /FAILED/,
  })
  t.throws(() => readNetTest(''), { code: 'E_BENCH', message: /planned none/ })
  t.throws(() => readNetTest('1..0\n'), { code: 'E_BENCH' })
})
