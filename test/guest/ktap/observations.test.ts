import t from 'tap'
import { readObservations, readTarget, readTimes } from '../../../generator/guest/ktap.js'
import { recorded } from '../../recorded.js'

const everyEnd = await recorded('consoles/every-end.txt')

const hung = { end: 'hang', outcomes: ['OK', 'OK'], detail: 'hang after 10 s' } as const

t.test('every end of a test is read, and a result without outcomes is lost', async t => {
  t.same(Object.fromEntries(readObservations(everyEnd)), {
    denial_is_final_0: { end: 'done', outcomes: ['OK', 'OK', 'EACCES'], detail: '' },
    denial_is_final_1: { end: 'done', outcomes: ['OK', '=a', 'OK'], detail: '' },
    denial_is_final_2: hung,
    denial_is_final_3: { end: 'crash', outcomes: ['OK'], detail: 'killed by signal 11' },
    no_say_0: { end: 'lost', outcomes: [], detail: 'ended without its outcomes' },
    no_say_1: { end: 'done', outcomes: [], detail: '' },
  })
})

/** Two threads, as templates/harness/stacks.c tells of them. */
const stacks = [
  'actor 0, thread 0 (S): __schedule+0x52a/0x1080 schedule+0x28/0xa0',
  'a child of actor 1, thread 12 (D):',
]

t.test('of a test that hangs it is told where its threads are in the kernel', async t => {
  const begin = '  # begin denial_is_final_2\n'
  const lines = stacks.map(stack => `  # stack of ${stack}\n`).join('')
  const told = readObservations(everyEnd.replace(begin, begin + lines))
  t.same(told.get('denial_is_final_2'), { ...hung, stacks })
  t.same(
    readObservations(everyEnd.replace(begin, begin + lines.replace('+0x28', '+28'))).get('denial_is_final_2')
      ?.end,
    'lost',
  )
  const peace = '  # begin denial_is_final_0\n'
  t.same(readObservations(everyEnd.replace(peace, peace + lines)), readObservations(everyEnd))
})

t.test('how long a test took stands before its steps; older suites do not say it', async t => {
  const timed = everyEnd.replace('  # begin denial_is_final_0\n', '$&  # time 3214 us\n')
  t.strictSame([...readTimes(timed)], [['denial_is_final_0', 3.214]])
  t.strictSame(readObservations(timed), readObservations(everyEnd))
  t.equal(readTimes(everyEnd).size, 0)
  const { end } = readObservations(timed.replace('3214 us', '3214 ms')).get('denial_is_final_0') ?? {}
  t.equal(end, 'lost', 'another line is none of ours')
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
