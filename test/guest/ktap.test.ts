import { readFile } from 'node:fs/promises'
import t from 'tap'
import {
  checkSuiteId,
  readObservations,
  readRelease,
  readReport,
  readReports,
  readReportsOfPrograms,
  readSuiteId,
  readTarget,
  withBoot,
} from '../../generator/guest/ktap.js'

const recorded = (name: string): Promise<string> =>
  readFile(new URL(`../data/${name}`, import.meta.url), 'utf8')
const everyEnd = await recorded('consoles/every-end.txt')

t.test('a target is read as the guest reported it, and what it cannot tell is left out', async t => {
  t.same(readTarget(everyEnd), {
    abi: 11,
    errata: null,
    behaviours: ['hook_by_right'],
    designs: [],
    lacks: { compat: 'SIGSEGV' },
    sockets: {
      '2:1:0': { root: 'OK', dropped: 'OK' },
      '2:3:0': { root: 'ESOCKTNOSUPPORT', dropped: 'EPERM' },
      '30:1:0': { root: 'E524', dropped: 'EAFNOSUPPORT' },
    },
  })
  t.equal(readRelease(everyEnd), '7.3.4')
  t.throws(() => readRelease(''), { code: 'E_TARGET' })
})

t.test('the designs of a kernel are read, and one that is not known is an error', async t => {
  const withDesign = (name: string) =>
    readTarget(everyEnd.replace('# target end', `# target design ${name}\n# target end`))
  t.same(withDesign('socket-fd').designs, ['socket-fd'])
  t.throws(() => withDesign('socket-x'), { code: 'E_TARGET', message: /design socket-x/ })
})

t.test('the targets of three real kernels are read whole', async t => {
  for (const abi of [6, 7, 11]) {
    const target = readTarget(await recorded(`targets/abi-${abi}.txt`))
    t.equal(target.abi, abi)
    t.equal(Object.keys(target.sockets).length, 46 * 7 + 2 * 4 * 9)
    t.same(target.sockets['2:3:255'], { root: 'OK', dropped: 'EPERM' })
  }
})

t.test('a kernel without Landlock is told apart from one where it is off at boot', async t => {
  const answering = (abi: string) => () => readTarget(`# target abi ${abi}\n# target errata none\n`)
  t.throws(answering('ENOSYS'), {
    code: 'E_NO_LANDLOCK',
    message: /not built into.*CONFIG_SECURITY_LANDLOCK/,
  })
  t.throws(answering('EOPNOTSUPP'), { code: 'E_NO_LANDLOCK', message: /off at boot.*`lsm=`/ })
  t.throws(answering('EPERM'), { code: 'E_NO_LANDLOCK', message: /EPERM.*seccomp/ })
})

t.test('a target that was cut off is no target, wherever it was cut', async t => {
  const report = everyEnd.slice(0, everyEnd.indexOf('# target end') + '# target end'.length)
  for (let length = 0; length <= report.length; length++)
    t.throws(() => readTarget(report.slice(0, length)), { code: 'E_TARGET' }, `after ${length} characters`)
  t.throws(() => readTarget('Bail out! No network namespace.\n'), { message: /No network namespace\./ })
})

t.test('a target that makes no sense is refused by the line', async t => {
  const odd = everyEnd.replace('2:3:0 ESOCKTNOSUPPORT EPERM', '2:3:0 ESOCKTNOSUPPORT')
  t.throws(() => readTarget(odd), { code: 'E_TARGET', message: /2:3:0/ })
  t.throws(() => readTarget(everyEnd.replace('errata none', 'errata x')), {
    code: 'E_TARGET',
    message: /errata x/,
  })
})

t.test('every end of a test is read, and a result without outcomes is lost', async t => {
  t.same(Object.fromEntries(readObservations(everyEnd)), {
    denial_is_final_0: { end: 'done', outcomes: ['OK', 'OK', 'EACCES'], detail: '' },
    denial_is_final_1: { end: 'done', outcomes: ['OK', '=a', 'OK'], detail: '' },
    denial_is_final_2: { end: 'hang', outcomes: ['OK', 'OK'], detail: 'hang after 10 s' },
    denial_is_final_3: { end: 'crash', outcomes: ['OK'], detail: 'killed by signal 11' },
    no_say_0: { end: 'lost', outcomes: [], detail: 'ended without its outcomes' },
    no_say_1: { end: 'done', outcomes: [], detail: '' },
  })
})

t.test('a text that is cut anywhere never says more than the whole one', async t => {
  const whole = readObservations(everyEnd)
  for (let length = 0; length <= everyEnd.length; length++) {
    for (const [name, observation] of readObservations(everyEnd.slice(0, length))) {
      const isSame = JSON.stringify(observation) === JSON.stringify(whole.get(name))
      if (!isSame && observation.end !== 'lost')
        t.fail(`after ${length} characters ${name} is not what it was`)
    }
  }
  const cut = readObservations(everyEnd.slice(0, everyEnd.indexOf(' EACCES')))
  t.same([...cut.values()], [{ end: 'lost', outcomes: [], detail: 'began and did not end' }])
})

t.test('line ends of a terminal and messages of a kernel do not change what is read', async t => {
  const message = '[    1.234567] TCP: talking\r\n'
  const noisy = everyEnd.replaceAll('\n', `\r\n${message}`)
  t.same(readObservations(noisy), readObservations(everyEnd))
  t.same(readTarget(noisy), readTarget(everyEnd))
  for (let at = 0; at < everyEnd.length; at += 7) {
    const split = everyEnd.slice(0, at) + message + message + everyEnd.slice(at)
    t.same(readObservations(split), readObservations(everyEnd), `a message after ${at} characters`)
  }
})

t.test('a garbled line of outcomes makes its test lost', async t => {
  for (const garbled of ['OK OK EACC\u0000S', 'OK OK # steps', 'ok OK EACCES', 'OK OK EACCES BUG:']) {
    const { end } = readObservations(everyEnd.replace('OK OK EACCES', garbled)).get('denial_is_final_0') ?? {}
    t.equal(end, 'lost', JSON.stringify(garbled))
  }
})

/** Lines of every-end.txt changed: what is read then of its tests. */
const changed = (from: string, to: string) => {
  const text = everyEnd.replace(from, to)
  if (text === everyEnd) throw new Error(`${from} is not there`)
  return readObservations(text)
}

t.test(
  'a line that nobody prints makes the test lost in which it stands, and both between which it stands',
  async t => {
    const lostOf = (from: string, to: string) =>
      [...changed(from, to)]
        .filter(([, { detail }]) => /^line \d+ is garbled/.test(detail))
        .map(([name]) => name)
    const both = ['denial_is_final_0', 'denial_is_final_1']
    t.same(lostOf('  ok 1 denial_is_final_0', '  ok 1 denial_is_final_0 # SKIP not here'), [
      'denial_is_final_0',
    ])
    t.same(lostOf('  ok 1 denial_is_final_0', ' ok 1 denial_is_final_0'), ['denial_is_final_0'])
    t.same(lostOf('  # steps OK =a OK\n', '  # steps OK =a OK\nhello\n'), ['denial_is_final_1'])
    t.same(lostOf('  # begin denial_is_final_1\n', 'hello\n  # begin denial_is_final_1\n'), both)
    t.same(lostOf('  # begin denial_is_final_1\n', '  # be denial_is_final_1\n'), both)
    t.same(lostOf('  not ok 4 denial_is_final_3 # crash, killed by signal 11\n', 'not\n'), [
      'denial_is_final_3',
    ])
  },
)

t.test('what a test says in two ways is not believed', async t => {
  const detail = (from: string, to: string) => changed(from, to).get('denial_is_final_1')
  const steps = '  # steps OK =a OK\n'
  const wrong = [
    [steps, `${steps}${steps}`, /^line 23 speaks of its steps once more/],
    ['  # step 2: observed OK, allowed only EACCES\n', '', /^it is not ok, and its steps say the contrary/],
    ['not ok 2 denial_is_final_1', 'ok 2 denial_is_final_1', /^it is ok, and its steps say the contrary/],
    ['# step 2: observed OK', '# step 2: observed EPERM', /^step 2 gave two outcomes/],
    ['# step 2: observed OK', '# step 3: observed OK', /^step 3 gave two outcomes/],
    [
      `  # step 2: observed OK, allowed only EACCES\n${steps}`,
      `${steps}  # step 2: observed OK, allowed only EACCES\n`,
      /once more/,
    ],
    ['  # step 2: ', '  # step 2: observed OK, allowed only OK\n  # step 2: ', /^line 22 is out of order/],
    ['not ok 2 denial_is_final_1', 'ok 2 denial_is_final_1 # hang after 10 s', /^it is ok/],
  ] as const
  for (const [from, to, why] of wrong) t.match(detail(from, to), { end: 'lost', outcomes: [], detail: why })
})

t.test(
  'what is not in the place where a suite has it makes the whole channel an error with its line',
  async t => {
    const whole = '  # begin denial_is_final_0\n  # steps OK OK EACCES\n  ok 1 denial_is_final_0\n'
    const wrong = [
      [
        'a test twice',
        '  # begin denial_is_final_1\n',
        `${whole}  # begin denial_is_final_1\n`,
        /Line 22 .* the test denial_is_final_0, which is number 2/,
      ],
      [
        'a test twice, in two laws',
        '  # begin no_say_0\n  ok 1 no_say_0',
        whole.trimEnd(),
        /Line 34 .* the test denial_is_final_0 ran before/,
      ],
      [
        'a test within another',
        '  # steps OK =a OK',
        '  # begin denial_is_final_2\n  # steps OK =a OK',
        /Line 22 .* the result of the test denial_is_final_1/,
      ],
      ['a result of another test', 'ok 1 denial_is_final_0', 'ok 1 denial_is_final_1', /Line 19 /],
      [
        'a result with another number',
        'ok 1 denial_is_final_0',
        'ok 2 denial_is_final_0',
        /Line 19 .* is number 1/,
      ],
      [
        'a result of a test that did not begin',
        '  # begin denial_is_final_0\n',
        '',
        /Line 17 .* the beginning of a test/,
      ],
      ['a plan with too many tests', '  1..4', '  1..5', /Line 30 .* the beginning of a test/],
      ['a plan with too few tests', '  1..4', '  1..3', /Line 27 .* the result of a suite/],
      ['a plan with too many laws', '\n1..2', '\n1..3', /Line 40 .* the version of KTAP of a law/],
      ['a plan with too few laws', '\n1..2', '\n1..1', /Line 31 .* the end of the suite/],
      ['no plan', '  1..4\n', '', /Line 16 .* the plan of a law/],
      ['another law', 'ok 1 denial-is-final', 'ok 1 no-say', /Line 30 /],
      [
        'a law that says the contrary of its tests',
        'not ok 1 denial-is-final',
        'ok 1 denial-is-final',
        /Line 30 /,
      ],
      ['a test where a law should be', '# end\n', `# end\n${whole}`, /Line 41 /],
      ['a second suite', '# end\n', '# end\nKTAP version 1\n1..0\n# end\n', /Line 41 /],
      ['a suite behind the end', '# guest end\n', '# guest end\nKTAP version 1\n', /Line 42 /],
      ['a target among the tests', whole, `# target abi 12\n${whole}`, /Line 17 /],
    ] as const
    for (const [what, from, to, message] of wrong)
      t.throws(() => changed(from, to), { code: 'E_CHANNEL', message }, what)
  },
)

t.test('a guest reports once what it is, and every guest of a run the same', async t => {
  const report = everyEnd.slice(everyEnd.indexOf('# target release'), everyEnd.indexOf('KTAP'))
  const wrong = (text: string, error: { code: string; message?: RegExp }, what: string) =>
    t.throws(() => readTarget(text), error, what)
  wrong(report + report, { code: 'E_CHANNEL', message: /Line 11 .* only once/ }, 'a second report')
  wrong(
    everyEnd.replace('# end\n', `# end\n${report}`),
    { code: 'E_CHANNEL' },
    'a second report after the suite',
  )
  wrong(
    report.replace('# target abi 11\n', '# target abi 11\nhello\n'),
    { code: 'E_CHANNEL', message: /Line 3 / },
    'noise',
  )
  wrong(
    report.replace('# target abi 11\n', '# target abi 11\n# target abi 12\n'),
    { code: 'E_TARGET' },
    'two ABIs',
  )
  wrong(report.replace('# target errata none\n', ''), { code: 'E_TARGET', message: /0 errata/ }, 'no errata')
  for (const [, line] of report.matchAll(/^(# target (?:socket|lacks|behaviour).*\n)/gm))
    wrong(
      report.replace(line ?? '', `${line}${line}`),
      { code: 'E_TARGET', message: /twice/ },
      `${line} twice`,
    )
  for (const fact of [
    'color red',
    'behaviour unheard_of',
    'lacks speed ENOSYS',
    'lacks compat SIGSEGV now',
    'socket 2:1:0 OK',
  ])
    wrong(report.replace('# target end', `# target ${fact}\n# target end`), { code: 'E_TARGET' }, fact)
  const other = report.replace('# target errata none', '# target errata 1')
  t.same(readReport(withBoot(report, 1, 1, report)), readReport(report))
  wrong(
    withBoot(report, 1, 1, other),
    { code: 'E_CHANNEL', message: /Line 21 .* something else of itself/ },
    'another kernel',
  )
  t.same(
    readReport(withBoot(report, 1, 1, report.slice(0, 60))),
    readReport(report),
    'one that was lost before',
  )
})

t.test('a panic in a recorded console names its program, and the program is lost', async t => {
  const console = await recorded('consoles/panic-in-a-test.txt')
  t.same(readReports(console), [
    'WARNING: CPU: 0 PID: 1 at net/talking.c:1 (around talking_1)',
    'Kernel panic - not syncing: sysrq triggered crash (around talking_2)',
  ])
  t.equal(readTarget(console).abi, 6)
  const ends = [...readObservations(console)].map(([name, { end }]) => `${name} ${end}`)
  t.same(ends, ['talking_0 done', 'talking_1 done', 'talking_2 lost'])
})

t.test('an init that was killed is one report, though its own crash is on the console too', async t => {
  t.same(readReports(await recorded('consoles/init-killed.txt')), [
    'Kernel panic - not syncing: Attempted to kill init! exitcode=0x0000000b',
  ])
})

/** Consoles of guests whose kernel was given such a mistake, up to the end of the report's first lines. */
const recordedReports = {
  'complaint-use-after-free': /^BUG: KASAN: slab-use-after-free in /,
  'complaint-out-of-bounds': /^BUG: KASAN: slab-out-of-bounds in /,
  'complaint-circular': /^WARNING: possible circular locking dependency detected$/,
  'complaint-held': /^WARNING: lock held when returning to user space!$/,
  'complaint-rcu': /^WARNING: suspicious RCU usage$/,
  'complaint-sleeping': /^BUG: sleeping function called from invalid context at /,
  'complaint-refcount': /^WARNING: lib\/refcount\.c:\d+ at refcount_warn_saturate/,
  'complaint-hung-task': /^INFO: task \S+ blocked for more than 20 seconds\.$/,
}

for (const [name, report] of Object.entries(recordedReports))
  t.test(`${name} is the first thing that is reported of its program`, async t => {
    const [first] = readReportsOfPrograms(await recorded(`consoles/${name}.txt`))
    t.match(first, report)
  })

t.test('what a kernel says before the first program is none of a program', async t => {
  const early = '[    1.000000] WARNING: at early.c:1\r\n'
  const begin = '[    2.000000] landlockstep: programs begin\r\n'
  const late = '[    3.000000] BUG: KASAN: slab-use-after-free in late+0x1/0x2\r\n'
  const found = ['BUG: KASAN: slab-use-after-free in late+0x1/0x2']
  t.same(readReportsOfPrograms(early + begin + late), found)
  t.same(readReportsOfPrograms(late), found, 'a guest from a saved state says only what came later')
  t.same(readReportsOfPrograms(early + begin), [])
})

t.test('every kind of kernel report is found, and what programs do to themselves is none', async t => {
  const reports = [
    'WARNING: CPU: 0 PID: 7 at security/landlock/net.c:64 current_check_access_socket+0x1/0x2',
    'WARNING: possible circular locking dependency detected',
    'WARNING: possible recursive locking detected',
    'WARNING: SOFTIRQ-safe -> SOFTIRQ-unsafe lock order detected',
    'WARNING: inconsistent lock state',
    'WARNING: suspicious RCU usage',
    'WARNING: lib/refcount.c:28 at refcount_warn_saturate+0x1/0x2, CPU#0: executor/77',
    'INFO: trying to register non-static key.',
    'BUG: sleeping function called from invalid context at net/core/sock.c:3738',
    'BUG: scheduling while atomic: executor/77/0x00000002',
    'BUG sock_inode_cache (Not tainted): Poison overwritten',
    'BUG kmalloc-64 (Tainted: G    B): Right Redzone overwritten',
    'kernel BUG at lib/list_debug.c:56!',
    'kmemleak: 2 new suspected memory leaks (see /sys/kernel/debug/kmemleak)',
    'BUG: KASAN: slab-use-after-free in sk_is_tcp+0x1/0x2',
    'KASAN: null-ptr-deref in range [0x0000000000000000-0x0000000000000007]',
    'UBSAN: shift-out-of-bounds in security/landlock/ruleset.c:1:2',
    'watchdog: BUG: soft lockup - CPU#0 stuck for 22s!',
    'INFO: task suite:42 blocked for more than 120 seconds.',
    'INFO: task suite:42 blocked in I/O wait for more than 22 seconds.',
    'rcu: INFO: rcu_preempt detected stalls on CPUs/tasks:',
    'Oops: general protection fault, probably for non-canonical address 0xdead: 0000 [#1]',
    'general protection fault, probably for non-canonical address 0xdead: 0000 [#1]',
    'Kernel panic - not syncing: Fatal exception',
  ]
  const others = [
    'traps: suite[7] general protection fault ip:401000 sp:7ffe error:0 in suite',
    'suite[7]: segfault at 0 ip 0000000000401000 sp 00007ffe error 4',
    'Warning: unable to open an initial console.',
    'kmemleak: Automatic memory scanning thread started',
    'INFO: lockdep is turned off.',
  ]
  const console = [...reports, ...others].map(text => `[   12.345678] ${text}\r\n`).join('')
  t.same(readReports(console), reports)
  t.same(readReports(reports.join('\n')), reports, 'also without time stamps, the last line without an end')
  t.same(readReports('# steps OK\n# WARNING: a program may say so\n'), [])
})

const id = '0a'.repeat(32)
const suite = (named: string) =>
  `# target end\nKTAP version 1\n${named}1..1\n  KTAP version 1\n  # begin a_0\n  # steps OK\n  ok 1 a_0\n`
const own = suite(`# suite ${id}\n`)

t.test('a log is of the suite that each start of its program names before the first test', async t => {
  t.doesNotThrow(() => checkSuiteId(own + own, id))
  t.doesNotThrow(() => checkSuiteId(own.replaceAll('\n', '\r\n'), id))
  t.doesNotThrow(() => checkSuiteId('# target end\n', id), 'nothing ran')
  t.equal(readSuiteId(own), id)
})

t.test('a log that names another suite, or none, is refused, also where only one start does', async t => {
  const other = suite(`# suite ${'0b'.repeat(32)}\n`)
  for (const wrong of [other, own + other, suite(''), own + suite(''), suite(`# suite ${id.slice(1)}\n`)])
    t.throws(() => checkSuiteId(wrong, id), { code: 'E_SUITE' })
  t.equal(readSuiteId(suite('')), undefined)
})

t.test('a line that was cut off before the guest was lost names no suite, and refuses nothing', async t => {
  t.doesNotThrow(() => checkSuiteId(`KTAP version 1\n# suite ${id.slice(0, 9)}`, id))
  t.doesNotThrow(() => checkSuiteId(`KTAP version 1\n# suite ${id.slice(0, 9)}${own}`, id))
})
