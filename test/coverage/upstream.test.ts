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

/** A test of one process that does this. */
const recordOf = (...events: readonly string[]): string =>
  [
    '# trace base_test',
    `@ 10 write 1 2 30 1 0 1e 0 0 0 ${text('#  RUN           global.one ...\n')}`,
    '@ 10 child 3 11 1',
    ...events,
    '# trace end',
  ].join('\n')

t.test('what is lowered, paired, passed and signalled has its op', t => {
  const attr = '000000000000000000000000000000000200000000000000'
  const [only] = readTests(
    recordOf(
      '@ 11 capset 4 5 0 0 0 0 0 0 0 0004000000040000000000000000000000000000',
      '@ 11 socketpair 6 7 0 1 80002 0 7ff0 0 0 0400000005000000',
      '@ 11 capset 8 9 0 0 0 0 0 0 0 0000000000040000000000000000000000000000',
      '@ 11 sendto 10 11 1 4 7ff0 1 1 0 0 ',
      '@ 11 capset 12 13 0 0 0 0 0 0 0 0004000000040000000000000000000000000000',
      '@ 11 sendmsg 14 15 1 4 5 0 1 1 18 ',
      '@ 11 recvmsg 16 17 1 5 6 0 0 1 18 ',
      '@ 11 recvmsg 18 19 1 6 ffffffffffffffff 0 0 2 0 ',
      '@ 11 fcntl 20 21 0 6 8 b 0 0 0 ',
      '@ 11 child 22 12 3',
      `@ 11 landlock_create_ruleset 24 25 7 7ff0 18 0 0 0 0 ${attr}`,
      '@ 11 sendmsg 26 27 1 4 7 0 1 1 18 ',
      '@ 11 recvmsg 28 29 1 5 8 0 0 1 18 ',
      '@ 11 landlock_add_rule 30 31 0 8 1 7ff0 0 0 0 01000000000000000900000001000000',
      '@ 11 landlock_add_rule 32 33 -77 8 1 7ff0 0 0 0 01000000000000000700000001000000',
      '@ 11 landlock_add_rule 34 35 -9 8 1 7ff0 0 0 0 0100000000000000ffffffff01000000',
      '@ 11 landlock_restrict_self 36 37 0 8 0 0 0 0 0 ',
      '@ 11 child 38 13 3',
      '@ 11 kill 40 41 0 b a 0 0 0 0 ',
      '@ 11 tgkill 42 43 0 b b 0 0 0 0 ',
      '@ 11 tgkill 44 45 0 b c 0 0 0 0 ',
      '@ 11 tgkill 46 47 0 b d 0 0 0 0 ',
      '@ 12 read 48 49 1 3 0 0 0 0 0 ',
      '@ 12 close 50 51 0 4 0 0 0 0 0 ',
    ),
  ).map(translate)
  t.same(
    only?.ops.map(op => describe(op)),
    [
      'drop all capabilities but CAP_NET_BIND_SERVICE',
      'socket 0, socket 1 = socketpair(AF_UNIX, 524290)',
      'raise all permitted capabilities but CAP_NET_BIND_SERVICE',
      'send(socket 0, MSG_OOB)',
      'raise all permitted capabilities',
      'sendmsg(mailbox, SCM_RIGHTS of socket 1)',
      'socket 2 = recvmsg(mailbox, SCM_RIGHTS)',
      'recvmsg(socket 2, 2 buffers)',
      'fcntl(socket 2, F_SETOWN, actor 0)',
      'ruleset 0 = create_ruleset({scoped: signal}, size 24)',
      'sendmsg(mailbox, SCM_RIGHTS of ruleset 0)',
      'ruleset 1 = recvmsg(mailbox, SCM_RIGHTS)',
      'add_rule(ruleset 1, path_beneath, {execute beneath its directory})',
      'add_rule(ruleset 1, path_beneath, {execute beneath the ruleset})',
      'add_rule(ruleset 1, path_beneath, {execute beneath fd -1})',
      'restrict_self(ruleset 1)',
      'kill(actor 0, 0)',
      'tgkill(actor 0, 0)',
      'tgkill(actor 0, early thread, 0)',
      'tgkill(actor 0, 0)',
    ],
  )
  t.same(only?.stop, { why: 'a call of a thread', calls: 1 })
  t.end()
})
