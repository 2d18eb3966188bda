import t from 'tap'
import { readTests } from '../../generator/coverage/upstream/record.js'
import { translate } from '../../generator/coverage/upstream/translate.js'
import { upstreamCoverage } from '../../generator/coverage/upstream/upstream-coverage.js'
import { describe } from '../../specs/ops/describe.js'
import { targets } from '../targets.js'

const [newest] = targets.slice(-1)
if (newest === undefined) throw new Error('no target')

const text = (words: string): string => Buffer.from(words).toString('hex')
const port1024 = '020004007f0000010000000000000000'
const port1025 = '020004017f0000010000000000000000'

/** A test of two processes, in the order in which a watcher hears of their calls. */
const record = (bound: string, ...last: readonly string[]): string =>
  [
    '# trace net_test',
    `@ 10 write 1 2 30 1 0 1e 0 0 0 ${text('#  RUN           global.bind ...\n')}`,
    '@ 10 child 3 11 1',
    '@ 11 capset 4 5 0 0 0 0 0 0 0 000000000000000000000000000000000000000000000000',
    '@ 11 socket 14 15 4 2 80001 0 0 0 0 ',
    '@ 11 setsockopt 16 17 0 4 1 14 7ff0 10 0 0000000000000000a086010000000000',
    `@ 11 bind 18 19 0 4 7ff0 10 0 0 0 ${port1024}`,
    '@ 11 listen 20 21 0 4 a 0 0 0 0 ',
    '@ 11 child 22 12 1',
    // Who waited is told first, whatever made it go on.
    '@ 11 accept 24 31 5 4 0 0 0 0 0 ',
    `@ 12 connect 25 33 0 6 7ff0 10 0 0 0 ${port1024}`,
    '@ 12 socket 23 24 6 2 1 0 0 0 0 ',
    '@ 12 exit 40',
    '@ 11 landlock_create_ruleset 41 42 3 7ff0 18 0 0 0 0 000000000000000001000000000000000000000000000000',
    '@ 11 prctl 43 44 0 26 1 0 0 0 0 ',
    '@ 11 landlock_restrict_self 45 46 0 3 0 0 0 0 0 ',
    '@ 11 close 47 48 0 3 0 0 0 0 0 ',
    '@ 11 socket 49 50 6 2 2 0 0 0 0 ',
    '@ 11 socket 51 52 7 2 1 0 0 0 0 ',
    `@ 11 bind 53 54 ${bound} 7 7ff0 10 0 0 0 ${port1025}`,
    ...last,
    '@ 11 exit 60',
    `@ 10 write 61 62 30 1 0 1e 0 0 0 ${text('ok 1 global.bind\n')}`,
    '# trace end',
  ].join('\n')

const denied = record('-13')

t.test('a test is written as a program of its processes, in the order of what they did', async t => {
  const [only, ...others] = readTests(denied).map(translate)
  t.same(others, [])
  t.equal(only?.name, 'net_test: global.bind')
  t.equal(only?.stop, undefined)
  t.same(
    only?.ops.map((op, index) => `${describe(op)} ${only.outcomes[index]}`),
    [
      'drop all capabilities OK',
      'socket 0 = socket(AF_INET, 524289, IPPROTO_IP) OK',
      'bind(socket 0, 127.0.0.1:1024) OK',
      'listen(socket 0, backlog 10) OK',
      'fork actor 1 OK',
      'actor 1: socket 1 = socket(AF_INET, SOCK_STREAM, IPPROTO_IP) OK',
      'actor 1: connect(socket 1, 127.0.0.1:1024) OK',
      'socket 2 = accept(socket 0) OK',
      'actor 1: close(socket 0) OK',
      'actor 1: close(socket 1) OK',
      'ruleset 0 = create_ruleset({handled_access_net: bind_tcp}, size 24) OK',
      'prctl(PR_SET_NO_NEW_PRIVS) OK',
      'restrict_self(ruleset 0) OK',
      'socket 3 = socket(AF_INET, SOCK_DGRAM, IPPROTO_IP) OK',
      'socket 4 = socket(AF_INET, SOCK_STREAM, IPPROTO_IP) OK',
      'bind(socket 4, 127.0.0.1:1025) EACCES',
      'close(socket 0) OK',
      'close(socket 2) OK',
      'close(socket 3) OK',
      'close(socket 4) OK',
    ],
  )
})

t.test(
  'a step that gave what the model does not allow is told, and what is behind it is not judged',
  async t => {
    const coverage = upstreamCoverage(newest, record('0'))
    t.same(coverage.contradictions, [
      {
        test: 'net_test: global.bind',
        step: 'bind(socket 4, 127.0.0.1:1025)',
        observed: 'OK',
        allowed: ['EACCES'],
      },
    ])
    t.match(coverage, { tests: 1, whole: 0, exact: 15, unsaid: [], silent: [] })
  },
)

t.test('a program of which no test is seen is an error, not a figure', async t => {
  t.throws(() => readTests('# trace base_test\n# trace: ptrace: EPERM\n# trace end\n'), { code: 'E_GUEST' })
})

t.test('what no program can have ends a test, and is counted with what is behind it', async t => {
  const coverage = upstreamCoverage(
    newest,
    record('-13', '@ 11 ptrace 55 56 0 0 0 0 0 0 0 ', '@ 11 close 57 58 0 9 0 0 0 0 0 '),
  )
  t.match(coverage, { tests: 1, whole: 0, exact: 16, contradictions: [] })
  t.same(coverage.unsaid, [{ why: 'ptrace', tests: 1, calls: 2 }])
})
